import { exchangedSchemas } from '#libs/contracts';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { refusals, removals, type Schema } from './schema-changes.ts';

const root = join(import.meta.dirname, '../..');
const file = join(root, 'docs/released/contracts.json');

interface Exchanged {
  readonly written: Schema;
  /** Left out where it is the same. */
  readonly read?: Schema | undefined;
}
interface Released {
  readonly version: string;
  readonly schemas: Readonly<Record<string, Exchanged>>;
}

/** What outsiders send us; all else outside the log is what we send them. */
const received: ReadonlySet<string> = new Set(['mqtt/observation-message', 'mqtt/reading', 'mqtt/status-message']);

const readOf = ({ written, read }: Exchanged): Schema => read ?? written;

/** Everything that services or readers of the released version would not understand of the present one, or the other way about. */
function breaks(name: string, released: Exchanged, present: Exchanged | undefined): readonly string[] {
  if (present === undefined) return [`${name}: is no more`];
  const from = (side: string, faults: readonly string[]): string[] =>
    faults.map((fault) => `${name}${fault} (${side})`);
  if (received.has(name)) return from('sent by the released version', refusals(readOf(released), readOf(present)));
  const gone = from('removed', removals(released.written, present.written));
  if (!name.startsWith('log/'))
    return [...gone, ...from('for readers of the released version', refusals(present.written, released.written))];
  return [
    ...gone,
    ...from('what the released version wrote', refusals(released.written, readOf(present))),
    ...from('for services of the released version', refusals(present.written, readOf(released))),
  ];
}

const Accepted = z.array(z.object({ change: z.string().min(1), reason: z.string().min(20) }));

const present = (): Readonly<Record<string, Exchanged>> =>
  Object.fromEntries(
    Object.entries(exchangedSchemas()).map(([name, { written, read }]) => [
      name,
      // Schemas of zod are JSON Schema; here only what schema-changes.ts looks at has a type.
      { written: written as Schema, ...(JSON.stringify(read) !== JSON.stringify(written) && { read: read as Schema }) },
    ]),
  );

if (process.env['HOMEWARD_RELEASED_CONTRACTS'] === 'write') {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  await mkdir(dirname(file), { recursive: true });
  // A line each, so that a comparison says which has changed.
  const lines = Object.entries(present()).map(([name, schema]) => `"${name}": ${JSON.stringify(schema)}`);
  await writeFile(file, `{"version": ${JSON.stringify(version)}, "schemas": {\n${lines.join(',\n')}\n}}\n`);
}

describe('what was released and what is now', () => {
  it('understand each other: nothing that crosses the log, MQTT or the live stream is removed or narrowed', async () => {
    // This test wrote it, at the release.
    const released = JSON.parse(await readFile(file, 'utf8')) as Released;
    const accepted = Accepted.parse(
      JSON.parse(await readFile(join(root, 'docs/released/accepted-changes.json'), 'utf8')),
    );
    const now = present();
    const found = Object.entries(released.schemas).flatMap(([name, schema]) => breaks(name, schema, now[name]));
    const known = new Set(accepted.map(({ change }) => change));

    expect(found.filter((change) => !known.has(change))).toEqual([]);
    // What is no change any more is not to hide the next one.
    expect(accepted.map(({ change }) => change).filter((change) => !found.includes(change))).toEqual([]);
    expect(Object.keys(released.schemas).length).toBeGreaterThan(30);
  });
});
