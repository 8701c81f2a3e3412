import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { asyncApiDocument, jsonSchemas } from '#libs/contracts';
import { permissionsPage } from '#libs/identity';
import { configurationPage } from './configuration-page.ts';
import { declaredSettings } from './declared-settings.ts';
import { eventsPage } from './events-page.ts';

const root = resolve(import.meta.dirname, '../..');
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Every generated document, by its path in the repository. */
export async function documents(): Promise<ReadonlyMap<string, string>> {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(resolve(root, 'package.json'), 'utf8')));
  return new Map([
    ...Object.entries(jsonSchemas()).map(
      ([name, schema]) => [`docs/generated/schemas/${name}.json`, json(schema)] as const,
    ),
    ['docs/generated/asyncapi.json', json(asyncApiDocument({ version }))],
    ['docs/configuration.md', configurationPage(await declaredSettings())],
    ['docs/events.md', eventsPage()],
    ['docs/permissions.md', permissionsPage()],
  ]);
}
