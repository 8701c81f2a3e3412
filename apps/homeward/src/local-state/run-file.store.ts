import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

/** What runs where, without secrets; `run.json` in HOMEWARD_HOME. */
const RunFile = z.object({
  pid: z.number().int().positive(),
  console: z.string(),
  api: z.string(),
  mqtt: z.string(),
  database: z.string(),
  log: z.string(),
});
export type RunFile = z.infer<typeof RunFile>;

const pathIn = (home: string): string => join(home, 'run.json');

/** Writes it in one step: a reader finds all of it or none. */
export async function writeRunFile(home: string, run: RunFile): Promise<void> {
  const draft = `${pathIn(home)}.${String(run.pid)}`;
  await writeFile(draft, `${JSON.stringify(run, null, 2)}\n`);
  await rename(draft, pathIn(home));
}

/** @returns undefined when there is none, or nothing that can be read. It may be that of a process that was killed. */
export async function readRunFile(home: string): Promise<RunFile | undefined> {
  const text = await readFile(pathIn(home), 'utf8').catch(() => '{}');
  try {
    return RunFile.safeParse(JSON.parse(text)).data;
  } catch {
    // Not JSON: another program's file, which is as good as none.
    return undefined;
  }
}

export async function removeRunFile(home: string): Promise<void> {
  await rm(pathIn(home), { force: true });
}
