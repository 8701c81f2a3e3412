import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A gateway's secret: 256 random bits in base64url, shown once and kept only as its digest. */
export const newGatewaySecret = (): string => randomBytes(32).toString('base64url');

/** SHA-256 in hex: what is kept of a secret. */
export const digestOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Whether the secret is the one with this digest, in a time that does not tell how nearly. */
export function secretMatches(secret: string, sha256: string): boolean {
  const expected = Buffer.from(sha256, 'hex');
  const found = createHash('sha256').update(secret).digest();
  return expected.length === found.length && timingSafeEqual(found, expected);
}
