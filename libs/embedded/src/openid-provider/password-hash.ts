import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const keyBytes = 32;
const saltBytes = 16;
/** 16 MiB and some tens of milliseconds for each guess. */
const cost = { N: 16_384, r: 8, p: 1 } as const;

/** What is kept of a password: `scrypt`, a salt and the key derived with it, each in base64url. */
export const PasswordHash = z.string().regex(/^scrypt:[\w-]{22}:[\w-]{43}$/u, 'Expected a hash made by scrypt');
export type PasswordHash = z.infer<typeof PasswordHash>;

export async function hashOf(password: string): Promise<PasswordHash> {
  const salt = randomBytes(saltBytes);
  return `scrypt:${salt.toString('base64url')}:${(await derived(password, salt)).toString('base64url')}`;
}

/** Whether this is the password. It takes as long where there is no hash to compare with, which is then never right. */
export async function isPassword(given: string, hash: PasswordHash | undefined): Promise<boolean> {
  const [, salt = '', right = ''] = hash?.split(':') ?? [];
  const key = await derived(given, Buffer.from(salt, 'base64url'));
  const expected = Buffer.from(right, 'base64url');
  return expected.length === key.length && timingSafeEqual(key, expected);
}

function derived(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, keyBytes, cost, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
