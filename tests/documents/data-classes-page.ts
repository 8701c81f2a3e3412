import type { DataClass } from './declared-data-classes.ts';
import { code, page, table } from './markdown.ts';

/** docs/data-classes.md. */
export function dataClassesPage(bySchema: ReadonlyMap<string, readonly DataClass[]>): string {
  const sections = [...bySchema].flatMap(([schema, classes]) => [
    `## Schema ${code(schema)}`,
    table(
      ['Table', 'Holds', 'Kept'],
      classes
        .toSorted((one, other) => one.table.localeCompare(other.table))
        .map((dataClass) => [code(dataClass.table), dataClass.holds, kept(dataClass.keep)]),
    ),
  ]);
  return page(
    'Data classes',
    'Every table, what it holds, and for how long or why for ever. Retention runs in small steps while the services run; settings are in [configuration.md](configuration.md).',
    ...sections,
  );
}

function kept(keep: DataClass['keep']): string {
  if ('days' in keep) return `${String(keep.days)} days`;
  if ('until' in keep) return `until ${keep.until}`;
  return `for ever. ${keep.forever}`;
}
