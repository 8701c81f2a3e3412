import { Person, type Role } from '#libs/contracts';
import { errors, jwtVerify, SignJWT } from 'jose';
import { randomBytes, randomUUID } from 'node:crypto';
import { CredentialRefusedError, TokenKeyError } from './identity-errors.ts';

const algorithm = 'HS256';
const issuer = 'homeward';
const audience = 'homeward-api';
const leastKeyBytes = 32;

/** How long a token holds unless its maker says otherwise: scripts outlive the evening they were written on. */
export const defaultTokenSeconds = 90 * 24 * 60 * 60;

/** A new key for signing bearer tokens: 256 random bits in base64url. Its holder can become anyone. */
export const newTokenKey = (): string => randomBytes(leastKeyBytes).toString('base64url');

/**
 * The key as its text says.
 *
 * @throws TokenKeyError if it is shorter than 32 bytes or not base64url.
 */
export function parseTokenKey(text: string): Uint8Array {
  const trimmed = text.trim();
  const key = Buffer.from(trimmed, 'base64url');
  if (!/^[\w-]+={0,2}$/.test(trimmed) || key.length < leastKeyBytes) throw new TokenKeyError();
  return new Uint8Array(key);
}

export interface TokenRequest {
  readonly key: Uint8Array;
  readonly role: Role;
  /** Whose it is, as the audit and the chart will show it. */
  readonly name: string;
  readonly now: Date;
  /** @default 90 days */
  readonly ttlSeconds?: number;
}

/** A signed bearer token that says who its holder is and what their role is, until it expires. */
export async function mintToken(request: TokenRequest): Promise<string> {
  const issuedAt = Math.floor(request.now.getTime() / 1000);
  return new SignJWT({ name: request.name, role: request.role })
    .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(`token:${randomUUID()}`)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + (request.ttlSeconds ?? defaultTokenSeconds))
    .sign(request.key);
}

/**
 * Who holds the token.
 *
 * @throws CredentialRefusedError if it was not signed with the key, is not meant for us, or has expired by `now`.
 */
export async function verifyToken(given: {
  readonly key: Uint8Array;
  readonly token: string;
  readonly now: Date;
}): Promise<Person> {
  try {
    const { payload } = await jwtVerify(given.token, given.key, {
      algorithms: [algorithm],
      issuer,
      audience,
      currentDate: given.now,
      requiredClaims: ['exp', 'sub'],
    });
    return Person.parse({ id: payload.sub, name: payload['name'], role: payload['role'] });
  } catch (error) {
    throw new CredentialRefusedError(
      error instanceof errors.JWTExpired ? 'the bearer token has expired' : 'the bearer token is not one of ours',
    );
  }
}
