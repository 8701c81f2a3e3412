import { Role, roles } from '#libs/contracts';
import { generateKeyPair, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

/** A person who can sign in to the embedded provider. */
const KnownPerson = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  username: z.string().min(1),
  password: z.string().min(8),
  role: Role,
});
export type KnownPerson = Readonly<z.infer<typeof KnownPerson>>;

/** What the embedded provider keeps across restarts: people, and the keys of its tokens and cookies. */
const ProviderCredentials = z.object({
  people: z.array(KnownPerson).min(1),
  clientSecret: z.string().min(32),
  cookieKeys: z.array(z.string().min(32)).min(1),
  signingKeys: z.array(z.record(z.string(), z.unknown())).min(1),
});
export type ProviderCredentials = Readonly<z.infer<typeof ProviderCredentials>>;

const names: Readonly<Record<Role, string>> = {
  'healthcare-assistant': 'Hanna Okoro',
  nurse: 'Neil Barrow',
  prescriber: 'Priya Raman',
  coordinator: 'Carys Lloyd',
  operations: 'Owen Price',
  administrator: 'Ada Moreau',
};

/**
 * Reads the credentials that were kept at `path`, or makes them there, readable by their owner alone. Of several
 * processes that start at once, one makes them and all have the same.
 *
 * @throws z.ZodError or SyntaxError where the file is there and is not ours.
 */
export async function providerCredentials(path: string): Promise<ProviderCredentials> {
  const kept = await readIfThere(path);
  if (kept !== undefined) return kept;
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(await newCredentials(), undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // A link, unlike a rename, does not replace what another process has put there meanwhile.
    await link(draft, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
  return ProviderCredentials.parse(JSON.parse(await readFile(path, 'utf8')));
}

async function readIfThere(path: string): Promise<ProviderCredentials | undefined> {
  try {
    return ProviderCredentials.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

async function newCredentials(): Promise<ProviderCredentials> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return {
    people: roles.map((role) => ({
      id: randomUUID(),
      name: names[role],
      username: role,
      password: newPassword(),
      role,
    })),
    clientSecret: randomBytes(32).toString('base64url'),
    cookieKeys: [randomBytes(32).toString('base64url')],
    signingKeys: [{ ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'RS256', use: 'sig' }],
  };
}

const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** 74 random bits, without letters that look alike, in groups that a person can copy from a screen. */
function newPassword(): string {
  const group = (): string => Array.from({ length: 5 }, () => letters.charAt(randomInt(letters.length))).join('');
  return [group(), group(), group()].join('-');
}
