import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

export interface DeclaredSettings {
  readonly app: string;
  readonly settings: Readonly<Record<string, z.ZodType>>;
}

const root = resolve(import.meta.dirname, '../..');

/** The settings of every app, read from the zod objects that its settings.ts exports; apps in alphabetical order. */
export async function declaredSettings(): Promise<readonly DeclaredSettings[]> {
  const files = globSync('apps/*/src/settings.ts', { cwd: root });
  return Promise.all(
    files.sort().map(async (file) => {
      const exported: Readonly<Record<string, unknown>> = await import(join(root, file));
      const objects = Object.values(exported).filter((value) => value instanceof z.ZodObject);
      return { app: file.split('/')[1] ?? file, settings: Object.assign({}, ...objects.map((object) => object.shape)) };
    }),
  );
}
