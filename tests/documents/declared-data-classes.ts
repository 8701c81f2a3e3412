import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { postgresLogDataClasses } from '#libs/event-log';
import { z } from 'zod';

const DataClass = z.strictObject({
  table: z.string(),
  holds: z.string().min(1),
  keep: z.union([
    z.strictObject({ days: z.number().positive() }),
    z.strictObject({ until: z.string().min(1) }),
    z.strictObject({ forever: z.string().min(1) }),
  ]),
});
export type DataClass = z.infer<typeof DataClass>;

const root = resolve(import.meta.dirname, '../..');

/** In every schema that TypeORM brings up to date. */
const migration: DataClass = {
  table: 'migration',
  holds: 'which migrations have run',
  keep: { forever: 'A row a migration.' },
};

/** By schema, what every table holds and for how long: from the data-classes.ts of each app, and of the Postgres log. */
export async function declaredDataClasses(): Promise<ReadonlyMap<string, readonly DataClass[]>> {
  const bySchema = new Map<string, readonly DataClass[]>();
  for (const file of globSync('apps/*/src/data-classes.ts', { cwd: root }).sort()) {
    const exported: Readonly<Record<string, unknown>> = await import(join(root, file));
    const declared = Object.values(exported).flatMap((value) => z.array(DataClass).parse(value));
    bySchema.set(file.split('/')[1] ?? file, [...declared, migration]);
  }
  return bySchema.set('event_log', z.array(DataClass).parse(postgresLogDataClasses));
}
