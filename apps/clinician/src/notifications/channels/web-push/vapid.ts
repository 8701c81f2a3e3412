import { importJWK, SignJWT } from 'jose';
import { createECDH } from 'node:crypto';

const holdsSeconds = 12 * 60 * 60;

/** The public key of a private one, uncompressed in base64url, as a browser wants it for a subscription. */
export function publicKeyOf(privateKey: string): string {
  return publicPointOf(privateKey).toString('base64url');
}

function publicPointOf(privateKey: string): Buffer {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(Buffer.from(privateKey, 'base64url'));
  return pair.getPublicKey();
}

/** Says to a push service who is sending (RFC 8292): the value of `Authorization`. */
export async function vapidAuthorization(
  { privateKey, subject }: { readonly privateKey: string; readonly subject: string },
  { endpoint, at }: { readonly endpoint: string; readonly at: Date },
): Promise<string> {
  const point = publicPointOf(privateKey);
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const key = await importJWK({ kty: 'EC', crv: 'P-256', d: privateKey, x: x ?? '', y: y ?? '' }, 'ES256');
  const token = await new SignJWT()
    .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
    .setAudience(new URL(endpoint).origin)
    .setExpirationTime(Math.floor(at.getTime() / 1000) + holdsSeconds)
    .setSubject(subject)
    .sign(key);
  return `vapid t=${token}, k=${point.toString('base64url')}`;
}
