import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { roles } from '#libs/contracts';
import { EmbeddedOpenIdProvider } from './embedded-openid-provider.ts';
import { providerCredentials } from './provider-credentials.ts';

describe("The provider's people and keys", () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'homeward-openid-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  it('are the same tomorrow, for their owner alone to read, with one person for each role', async () => {
    const path = join(home, 'new', 'openid-provider.json');
    const today = await providerCredentials(path);
    expect(await providerCredentials(path)).toEqual(today);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(today.people.map(({ role }) => role)).toEqual(roles);
    expect(new Set(today.people.map(({ password }) => password)).size).toBe(roles.length);
  });

  it('are made once, however many start at the same time', async () => {
    const path = join(home, 'openid-provider.json');
    const [first, ...others] = await Promise.all(Array.from({ length: 4 }, () => providerCredentials(path)));
    for (const other of others) expect(other).toEqual(first);
  });

  it('do not replace a file that is there already', async () => {
    const path = join(home, 'openid-provider.json');
    await writeFile(path, '{"people": []}');
    await expect(providerCredentials(path)).rejects.toThrow('people');
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
