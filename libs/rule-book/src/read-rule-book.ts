import { type RuleBook, ruleBookOf, RuleSetError } from '#libs/clinical';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** The pathway for a patient on one that no file describes. */
const pathwayOfLastResort = 'general';

type Fault = RuleSetError['faults'][number];

/**
 * The folder of the rule sets that come with Homeward: beside package.json in a checkout and in an image, whether what
 * runs is the source or what was built from it.
 */
export const builtInRuleSets: string = join(rootOfPackage(import.meta.dirname), 'libs/clinical/rule-sets');

function rootOfPackage(folder: string): string {
  if (existsSync(join(folder, 'package.json')) || dirname(folder) === folder) return folder;
  return rootOfPackage(dirname(folder));
}

/**
 * Reads every `*.json` in and below the folders as rule sets that hold together.
 *
 * @param folders Homeward's own first; a site's own beside it.
 * @throws RuleSetError with every fault of every file, each with the file as it is found on this machine. A folder or a
 * file
 *   that cannot be read and one that is not JSON are faults like any other.
 */
export async function readRuleBook(folders: readonly string[]): Promise<RuleBook> {
  const read = await Promise.all(folders.map(filesOf));
  const faults = read.flatMap((folder) => folder.faults);
  const book = hold(
    read.flatMap((folder) => folder.files),
    faults,
  );
  if (book === undefined || faults.length > 0) throw new RuleSetError(faults);
  return book;
}

interface ReadFile {
  readonly name: string;
  readonly json: unknown;
}

/** Undefined where the files do not make a book; what is wrong is added to the faults. */
function hold(files: readonly ReadFile[], faults: Fault[]): RuleBook | undefined {
  try {
    const book = ruleBookOf(files);
    if (book.newest(pathwayOfLastResort) === undefined) faults.push(noLastResort);
    if (book.generalRules.length === 0) faults.push(noGeneralRules);
    return book;
  } catch (error) {
    if (!(error instanceof RuleSetError)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}

const noLastResort: Fault = {
  file: `pathways/${pathwayOfLastResort}.v1.json`,
  path: '',
  message: 'Found none; expected one, for patients on a pathway that no file describes.',
};

const noGeneralRules: Fault = {
  file: 'general-rules/anybody.v1.json',
  path: '',
  message: 'Found none; expected one, for what is critical in anybody.',
};

async function filesOf(folder: string): Promise<{ readonly files: readonly ReadFile[]; readonly faults: Fault[] }> {
  const faults: Fault[] = [];
  const files: ReadFile[] = [];
  const paths = await pathsBelow(folder).catch((error: unknown) => {
    faults.push({ file: folder, path: '', message: `Found ${wordsOf(error)}; expected a folder that can be read.` });
    return [];
  });
  for (const path of paths) {
    const name = nameOf(path);
    try {
      const json: unknown = JSON.parse(await readFile(path, 'utf8'));
      files.push({ name, json });
    } catch (error) {
      faults.push({
        file: name,
        path: '',
        message: `Found ${wordsOf(error)}; expected a file of JSON that can be read.`,
      });
    }
  }
  return { files, faults };
}

/** The paths of all `*.json` in and below the folder, in one order on every machine. Hidden ones are left out. */
export async function pathsBelow(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder, { recursive: true })).map((name) => name.split('\\').join('/'));
  // What begins with a dot is an editor's or, in a mounted ConfigMap, the folder that the visible names point into.
  return names
    .filter((name) => name.endsWith('.json') && !name.split('/').some((part) => part.startsWith('.')))
    .toSorted()
    .map((name) => join(folder, name));
}

/** As a person at this machine would type it, where the file lies below where they are. */
function nameOf(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
