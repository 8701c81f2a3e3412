import { Person, type Role, Scope } from '#libs/contracts';
import { errors, jwtVerify, SignJWT } from 'jose';
import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
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

/** Another system that holds a token: it may do what the scopes say, and nothing else. */
export interface System {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
}

export type TokenRequest =
  TokenRequestOf<{ readonly role: Role }> | TokenRequestOf<{ readonly scopes: readonly Scope[] }>;

type TokenRequestOf<Grant> = Grant & {
  readonly key: Uint8Array;
  /** Whose it is, as the audit and the chart will show it. */
  readonly name: string;
  readonly now: Date;
  /** @default 90 days */
  readonly ttlSeconds?: number;
};

/** A signed bearer token that says who its holder is, and what their role or its scopes are, until it expires. */
export async function mintToken(request: TokenRequest): Promise<string> {
  const issuedAt = Math.floor(request.now.getTime() / 1000);
  // One text, as OAuth has it (RFC 8693, 4.2).
  const grant = 'role' in request ? { role: request.role } : { scope: request.scopes.join(' ') };
  return new SignJWT({ name: request.name, ...grant })
    .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(`token:${randomUUID()}`)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + (request.ttlSeconds ?? defaultTokenSeconds))
    .sign(request.key);
}

const Claims = z.object({
  sub: z.string(),
  name: z.string(),
  scope: z.string().optional(),
  role: z.unknown().optional(),
});

/**
 * Who holds the token: a person with a role, or a system with scopes.
 *
 * @throws CredentialRefusedError if it was not signed with the key, is not meant for us, or has expired by `now`.
 */
export async function verifyToken(given: {
  readonly key: Uint8Array;
  readonly token: string;
  readonly now: Date;
}): Promise<{ readonly person: Person } | { readonly system: System }> {
  try {
    const { payload } = await jwtVerify(given.token, given.key, {
      algorithms: [algorithm],
      issuer,
      audience,
      currentDate: given.now,
      requiredClaims: ['exp', 'sub'],
    });
    const { sub: id, name, scope, role } = Claims.parse(payload);
    if (scope === undefined) return { person: Person.parse({ id, name, role }) };
    return { system: { id, name, scopes: z.array(Scope).min(1).parse(scope.split(' ')) } };
  } catch (error) {
    throw new CredentialRefusedError(
      error instanceof errors.JWTExpired ? 'the bearer token has expired' : 'the bearer token is not one of ours',
    );
  }
}
