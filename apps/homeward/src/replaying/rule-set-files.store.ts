import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { RuleSetError, type RuleSetFault } from '#libs/clinical';

import type { RuleSetFile } from './trial-rules.ts';

/**
 * Reads a file of rules, or every `*.json` in and below a folder, hidden ones left out, in one order on every machine.
 *
 * @throws RuleSetError naming each file that cannot be read or is not JSON, or a folder in which there is none.
 */
export async function readRuleSetFiles(path: string): Promise<readonly RuleSetFile[]> {
  const faults: RuleSetFault[] = [];
  const files: RuleSetFile[] = [];
  for (const name of await namesAt(path)) {
    try {
      const json: unknown = JSON.parse(await readFile(name, 'utf8'));
      files.push({ name, json });
    } catch (error) {
      faults.push(fault(name, `Found ${wordsOf(error)}; expected a file of JSON that can be read.`));
    }
  }
  if (faults.length > 0) throw new RuleSetError(faults);
  return files;
}

async function namesAt(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch((error: unknown) => {
    const expected = 'expected a rule-set file, a folder of them, or `live`';
    throw new RuleSetError([fault(path, `Found ${wordsOf(error)}; ${expected}.`)]);
  });
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path, { recursive: true }))
    .filter((name) => name.endsWith('.json') && !name.split(/[\\/]/u).some((part) => part.startsWith('.')))
    .sort();
  if (names.length === 0) throw new RuleSetError([fault(path, 'Found no *.json; expected rule-set files.')]);
  return names.map((name) => join(path, name));
}

function fault(file: string, message: string): RuleSetFault {
  return { file, path: '', message };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
