import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

export interface DeclaredSettings {
  readonly app: string;
  readonly settings: Readonly<Record<string, z.ZodType>>;
}

const root = resolve(import.meta.dirname, '../..');

/**
 * The settings of every app, from the zod objects that its settings.ts exports, and those of its capabilities from their
 * `*-settings.ts`; apps in alphabetical order.
 */
export async function declaredSettings(): Promise<readonly DeclaredSettings[]> {
  const files = ['apps/*/src/settings.ts', 'apps/*/src/*/*-settings.ts'].flatMap((pattern) =>
    globSync(pattern, { cwd: root }).sort(),
  );
  const byApp = new Map<string, Record<string, z.ZodType>>();
  for (const file of files) {
    const app = file.split('/')[1] ?? file;
    const exported: Readonly<Record<string, unknown>> = await import(join(root, file));
    const objects = Object.values(exported).filter((value) => value instanceof z.ZodObject);
    for (const { shape } of objects) byApp.set(app, { ...byApp.get(app), ...shape });
  }
  return [...byApp].sort(([one], [other]) => one.localeCompare(other)).map(([app, settings]) => ({ app, settings }));
}
