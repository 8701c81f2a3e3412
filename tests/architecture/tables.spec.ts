import { dirname } from 'node:path';
import ts from 'typescript';
import { declaredDataClasses } from '../documents/declared-data-classes.ts';
import { read, sourceFiles } from './source-tree.ts';

/** Tables whose SQL may stand in two folders, each with the reason. */
const shared: Readonly<Record<string, string>> = {
  patient_merge: 'whose history a history is, and who was on a ward at a time, have to know which records were one',
};

/** Folders whose stores name tables of every capability, each with the reason. */
const acrossCapabilities: Readonly<Record<string, string>> = {
  'apps/clinician/src/board/merges':
    'a merge changes whose the rows of every table are, and a test of it knows all of them',
};

const services = ['gateway', 'scoring', 'clinician'] as const;
/** In the schema of each service, and made and used by libs/timers, libs/outbox and libs/database alone. */
const tablesOfLibraries = ['timer', 'outbox', 'migration'] as const;
const dataClasses = await declaredDataClasses();

/** Every string and template of a file, with a 1 for whatever a template has put in. */
function textsOf(path: string): readonly string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) texts.push(node.text);
    if (ts.isTemplateExpression(node)) {
      texts.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('1'));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest));
  return texts;
}

const namesIn = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map((match) => (match[1] ?? '').toLowerCase());

/** What stands where SQL has a table: tables, and now and then a function or the name of a subquery. */
const tablesNamed = (text: string): readonly string[] =>
  namesIn(text, /(?<!distinct )\b(?:from|join|into|update|using|table)\s+(?:only\s+)?(?:\w+\.)?([a-z_]+)/gi);

/** Tables by the folders whose stores name them in SQL, or whose entities stand for their rows. */
function foldersByTable(
  paths: readonly string[],
  tables: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const folders = new Map<string, Set<string>>();
  for (const path of paths) {
    const texts = textsOf(path);
    const named = path.endsWith('.entity.ts') ? texts : texts.flatMap(tablesNamed);
    for (const table of named) {
      if (tables.has(table) && !(dirname(path) in acrossCapabilities))
        folders.set(table, (folders.get(table) ?? new Set()).add(dirname(path)));
    }
  }
  return folders;
}

describe.each(services)('A table of the %s service', (service) => {
  // Which tests/documents compares with what the migrations make.
  const tables = new Set((dataClasses.get(service) ?? []).map(({ table }) => table));
  const stores = sourceFiles().filter(
    (path) => path.startsWith(`apps/${service}/`) && /\.(?:store|entity)\.ts$/.test(path),
  );
  const folders = foldersByTable(stores, tables);

  it('is known', () => {
    expect(tables.size).toBeGreaterThan(0);
  });

  it('belongs to one capability: no store elsewhere names it', () => {
    const offenders = [...folders].filter(([table, where]) => where.size > 1 && !(table in shared));
    expect(offenders.map(([table, where]) => [table, ...where])).toEqual([]);
  });

  it('that a library brings is left to the library', () => {
    expect(tablesOfLibraries.flatMap((table) => [...(folders.get(table) ?? [])])).toEqual([]);
  });
});

it('a table is found wherever SQL names it', () => {
  const statements = [
    'select id from ward w join stay on true',
    'INSERT INTO clinician.task (id) VALUES ($1)',
    'update only alert set state = $1',
    'with gone as (delete from session returning id) select id from gone',
    'select a is distinct from score',
    'lock table plan in share mode',
  ];
  expect(statements.flatMap(tablesNamed)).toEqual(['ward', 'stay', 'task', 'alert', 'session', 'gone', 'plan']);
});
