import { dirname } from 'node:path';
import ts from 'typescript';
import { read, sourceFiles } from './source-tree.ts';

/** Tables whose SQL may stand in two folders, each with the reason. */
const shared: Readonly<Record<string, string>> = {};

const services = ['gateway', 'scoring', 'clinician'] as const;
/** Libraries that bring a table of their own into the schema of each service. */
const tableLibraries = /^libs\/(?:timers|outbox)\//;

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

const created = (path: string): readonly string[] =>
  textsOf(path).flatMap((text) => namesIn(text, /\bcreate table (?:if not exists )?([a-z_]+)/gi));

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
      if (tables.has(table)) folders.set(table, (folders.get(table) ?? new Set()).add(dirname(path)));
    }
  }
  return folders;
}

describe.each(services)('A table of the %s service', (service) => {
  const files = sourceFiles().filter((path) => path.startsWith(`apps/${service}/`));
  const own = files.filter((path) => path.includes('/migrations/')).flatMap(created);
  const borrowed = sourceFiles()
    .filter((path) => tableLibraries.test(path))
    .flatMap(created);
  const stores = files.filter((path) => /\.(?:store|entity)\.ts$/.test(path));
  const folders = foldersByTable(stores, new Set([...own, ...borrowed]));

  it('is known', () => {
    expect(own.length).toBeGreaterThan(0);
  });

  it('belongs to one capability: no store elsewhere names it', () => {
    const offenders = [...folders].filter(([table, where]) => where.size > 1 && !(table in shared));
    expect(offenders.map(([table, where]) => [table, ...where])).toEqual([]);
  });

  it('that a library brings is left to the library', () => {
    expect(borrowed.flatMap((table) => [...(folders.get(table) ?? [])])).toEqual([]);
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
