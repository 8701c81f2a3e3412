/** What is not written in the statement itself: texts, bodies of functions, comments. */
const quoted = /\$(\w*)\$[\s\S]*?\$\1\$|'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\//gu;

/** What an older release that still runs may fall over, by what of a statement gives it away. */
const narrowing: readonly (readonly [RegExp, string])[] = [
  // Letting a column be null takes nothing from those who write it.
  [/\bdrop (?!not null\b)(?:\w+ )?/u, 'drops'],
  [/\btruncate\b|\bdelete from\b/u, 'deletes'],
  [/\brename\b/u, 'renames'],
  [/\bset not null\b/u, 'forbids null'],
  [/\balter (?:column )?[\w"]+ (?:set data )?type\b/u, 'changes the type'],
  [/\badd (?:constraint [\w"]+ )?(?:check|unique|foreign key|primary key|exclude)\b/u, 'adds a constraint'],
  [/\bcreate unique index\b/u, 'adds a constraint'],
];

/**
 * The statements of a migration that do more than expand, each with what it does: an older release works on the database all
 * the while. On tables that the migration creates anything may be done.
 */
export function narrowingStatements(migration: readonly string[]): readonly string[] {
  const statements = migration.flatMap(statementsOf);
  const created = new Set(statements.flatMap((one) => /^create table (?:if not exists )?(\S+)/u.exec(one)?.[1] ?? []));
  return statements.flatMap((statement) => {
    const table = tableOf(statement);
    if (table !== undefined && created.has(table)) return [];
    const found = narrowing.filter(([pattern]) => pattern.test(statement)).map(([, does]) => does);
    if (addsRequiredColumn(statement)) found.push('adds a column that has to be filled');
    return found.map((does) => `${does}: ${shortened(statement)}`);
  });
}

function statementsOf(text: string): readonly string[] {
  return text
    .replaceAll(quoted, "''")
    .split(';')
    .map((one) => one.trim().replaceAll(/\s+/gu, ' ').toLowerCase())
    .filter((one) => one !== '');
}

function tableOf(statement: string): string | undefined {
  const altered = /^alter table (?:if exists )?(?:only )?([\w".]+)/u.exec(statement)?.[1];
  return altered ?? /^create unique index .*? on (?:only )?([\w".]+)/u.exec(statement)?.[1];
}

/** Of a column that may be left out, or has a value where it is, an older release need not know. */
function addsRequiredColumn(statement: string): boolean {
  if (!statement.startsWith('alter table')) return false;
  return statement
    .split(/,(?![^(]*\))/u)
    .filter((part) => /\badd (?!constraint\b)/u.test(part))
    .some((part) => /\bnot null\b/u.test(part) && !/\bdefault\b|\bgenerated\b/u.test(part));
}

const shortened = (statement: string): string => (statement.length > 100 ? `${statement.slice(0, 100)}…` : statement);
