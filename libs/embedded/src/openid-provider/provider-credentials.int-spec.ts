import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { roles } from '#libs/contracts';
import { EmbeddedOpenIdProvider } from './embedded-openid-provider.ts';
import { isPassword } from './password-hash.ts';
import { openCredentials, readCredentials, renewPasswords } from './provider-credentials.ts';

describe("The provider's people and keys", () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'homeward-openid-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  it('are the same tomorrow, for their owner alone to read, with one person for each role', async () => {
    const path = join(home, 'new', 'openid-provider.json');
    const { credentials: today, newPasswords } = await openCredentials(path);
    expect(await openCredentials(path)).toEqual({ credentials: today, newPasswords: [] });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(today.people.map(({ role }) => role)).toEqual(roles);
    expect(new Set(newPasswords.map(({ password }) => password)).size).toBe(roles.length);
  });

  it('are made once, however many start at the same time', async () => {
    const path = join(home, 'openid-provider.json');
    const opened = await Promise.all(Array.from({ length: 4 }, () => openCredentials(path)));
    for (const { credentials } of opened) expect(credentials).toEqual(opened[0]?.credentials);
    expect(opened.filter(({ newPasswords }) => newPasswords.length > 0)).toHaveLength(1);
  });

  it('keep no password, only what recognises it', async () => {
    const path = join(home, 'openid-provider.json');
    const { credentials, newPasswords } = await openCredentials(path);
    const file = await readFile(path, 'utf8');
    for (const { username, password } of newPasswords) {
      expect(file).not.toContain(password);
      const person = credentials.people.find((known) => known.username === username);
      expect(await isPassword(password, person?.passwordHash)).toBe(true);
    }
  });

  it('can have new passwords, all or those of one role, and stay as they are otherwise', async () => {
    const path = join(home, 'openid-provider.json');
    const { credentials } = await openCredentials(path);
    const [renewed, ...others] = await renewPasswords(path, 'nurse');
    expect([renewed?.username, others]).toEqual(['nurse', []]);
    const later = await readCredentials(path);
    const nurse = later.people.find(({ role }) => role === 'nurse');
    expect(await isPassword(renewed?.password ?? '', nurse?.passwordHash)).toBe(true);
    const withoutNurse = credentials.people.filter(({ role }) => role !== 'nurse');
    expect(later.people.filter(({ role }) => role !== 'nurse')).toEqual(withoutNurse);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await renewPasswords(path)).toHaveLength(roles.length);
  });

  it('do not replace a file that is there already', async () => {
    const path = join(home, 'openid-provider.json');
    await writeFile(path, '{"people": []}');
    await expect(openCredentials(path)).rejects.toThrow('people');
  });
});

describe('The embedded provider in production', () => {
  it('is refused unless it was asked for there', async () => {
    const home = await mkdtemp(join(tmpdir(), 'homeward-openid-'));
    const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const options = { home, publicUrl: new URL('http://localhost:8080'), logger: quiet, production: true };
    try {
      await expect(EmbeddedOpenIdProvider.open(options)).rejects.toThrow('Set OIDC_ISSUER');
      const allowed = await EmbeddedOpenIdProvider.open({ ...options, allowInProduction: true });
      expect(allowed.issuer).toBe('http://localhost:8080/oidc');
    } finally {
      await rm(home, { recursive: true });
    }
  });
});
