import { Role, roles } from '#libs/contracts';
import { generateKeyPair, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { hashOf, PasswordHash } from './password-hash.ts';

/** A person who can sign in to the embedded provider. */
const KnownPerson = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  username: z.string().min(1),
  passwordHash: PasswordHash,
  role: Role,
});
export type KnownPerson = Readonly<z.infer<typeof KnownPerson>>;

/** A person's password, in clear, at the only moment at which it is known: when it has been made. */
export interface NewPassword {
  readonly username: string;
  readonly name: string;
  readonly password: string;
}

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

export interface OpenedCredentials {
  readonly credentials: ProviderCredentials;
  /** Those that were made just now; none where the credentials were there already. */
  readonly newPasswords: readonly NewPassword[];
}

/**
 * Reads the credentials that were kept at `path`, or makes them there, readable by their owner alone. Of several
 * processes that start at once, one makes them and all have the same.
 *
 * @throws z.ZodError or SyntaxError where the file is there and is not ours.
 */
export async function openCredentials(path: string): Promise<OpenedCredentials> {
  const kept = await readIfThere(path);
  if (kept !== undefined) return { credentials: kept, newPasswords: [] };
  await mkdir(dirname(path), { recursive: true });
  const made = await newCredentials();
  const draft = await writeDraft(path, made.credentials);
  try {
    // A link, unlike a rename, does not replace what another process has put there meanwhile.
    await link(draft, path);
    return made;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return { credentials: await readCredentials(path), newPasswords: [] };
  } finally {
    await rm(draft);
  }
}

/** @throws z.ZodError, SyntaxError or the file system's error where they cannot be read. */
export async function readCredentials(path: string): Promise<ProviderCredentials> {
  return ProviderCredentials.parse(JSON.parse(await readFile(path, 'utf8')));
}

/**
 * Gives new passwords to those of the role, or to all, at the first start as well as later. A provider that runs takes
 * them from the next sign-in on.
 *
 * @throws as `openCredentials`.
 */
export async function renewPasswords(path: string, role?: Role): Promise<readonly NewPassword[]> {
  const { credentials } = await openCredentials(path);
  const renewed = await Promise.all(
    credentials.people.map(async (person) => {
      if (role !== undefined && person.role !== role) return { person, made: [] };
      const made = await withPassword(person);
      return { person: made.person, made: [made.newPassword] };
    }),
  );
  await rename(await writeDraft(path, { ...credentials, people: renewed.map(({ person }) => person) }), path);
  return renewed.flatMap(({ made }) => made);
}

async function writeDraft(path: string, credentials: ProviderCredentials): Promise<string> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(credentials, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return draft;
}

async function readIfThere(path: string): Promise<ProviderCredentials | undefined> {
  try {
    return await readCredentials(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

async function newCredentials(): Promise<OpenedCredentials> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const made = await Promise.all(
    roles.map((role) => withPassword({ id: randomUUID(), name: names[role], username: role, role })),
  );
  const credentials = {
    people: made.map(({ person }) => person),
    clientSecret: randomBytes(32).toString('base64url'),
    cookieKeys: [randomBytes(32).toString('base64url')],
    signingKeys: [{ ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'RS256', use: 'sig' }],
  };
  return { credentials, newPasswords: made.map(({ newPassword }) => newPassword) };
}

async function withPassword(
  person: Omit<KnownPerson, 'passwordHash'>,
): Promise<{ readonly person: KnownPerson; readonly newPassword: NewPassword }> {
  const password = randomPassword();
  const { username, name } = person;
  return { person: { ...person, passwordHash: await hashOf(password) }, newPassword: { username, name, password } };
}

const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** 74 random bits, without letters that look alike, in groups that a person can copy from a screen. */
function randomPassword(): string {
  const group = (): string => Array.from({ length: 5 }, () => letters.charAt(randomInt(letters.length))).join('');
  return [group(), group(), group()].join('-');
}
