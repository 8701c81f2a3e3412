import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Reads a secret that is kept in HOMEWARD_HOME. The first process that needs it makes it first, and only its owner can
 * read it.
 *
 * @param make gives a new one, in one line.
 */
export async function keptSecret(home: string, name: string, make: () => string): Promise<string> {
  const file = join(home, name);
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined) return kept.trim();
  await mkdir(home, { recursive: true });
  const draft = `${file}.${crypto.randomUUID()}`;
  await writeFile(draft, `${make()}\n`, { mode: 0o600 });
  // Linking refuses to replace: of several that make one at once, the first one's is everybody's.
  await link(draft, file).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
  await rm(draft);
  return (await readFile(file, 'utf8')).trim();
}
