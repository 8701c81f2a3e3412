import { exchangedSchemas } from '#libs/contracts';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { apiBreaks } from './api-changes.ts';
import { apiContractOf, type ApiContract } from './api-contract.ts';
import { refusals, removals, type Schema } from './schema-changes.ts';

const root = join(import.meta.dirname, '../..');
const file = join(root, 'docs/released/contracts.json');
const apiFile = join(root, 'docs/released/api.json');

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

/** Which files make the documents of the API, and by which function. */
const documents: readonly (readonly [file: string, maker: string])[] = [
  ['apps/clinician/src/clinician.module.ts', 'clinicianApi'],
  ['apps/gateway/src/http-intake/ingest-api.ts', 'ingestApi'],
];

/** The API as its documents, which the services make of their code, describe it now. */
async function presentApi(): Promise<ApiContract> {
  const contracts = await Promise.all(
    documents.map(async ([file, maker]) => {
      const path: string = join(root, file);
      const module: unknown = await import(path);
      const made = z.object({ [maker]: z.custom<() => object>() }).parse(module)[maker];
      return apiContractOf(made?.() ?? {});
    }),
  );
  return {
    operations: Object.assign({}, ...contracts.map(({ operations }) => operations)) as ApiContract['operations'],
    schemas: Object.assign({}, ...contracts.map(({ schemas }) => schemas)) as ApiContract['schemas'],
  };
}

/** A line each, so that a comparison says which has changed. */
const inLines = (values: object): string =>
  Object.entries(values)
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(',\n');

if (process.env['HOMEWARD_RELEASED_CONTRACTS'] === 'write') {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  await mkdir(dirname(file), { recursive: true });
  const head = `{"version": ${JSON.stringify(version)}`;
  await writeFile(file, `${head}, "schemas": {\n${inLines(present())}\n}}\n`);
  const { operations, schemas } = await presentApi();
  const api = `"operations": {\n${inLines(operations)}\n}, "schemas": {\n${inLines(schemas)}\n}`;
  await writeFile(apiFile, `${head}, ${api}}\n`);
}

/** Fails with each change that no entry of its kind accepts, and each entry that is no change. */
async function expectOnlyAccepted(found: readonly string[], isOfKind: (change: string) => boolean): Promise<void> {
  const entries: unknown = JSON.parse(await readFile(join(root, 'docs/released/accepted-changes.json'), 'utf8'));
  const accepted = Accepted.parse(entries)
    .map(({ change }) => change)
    .filter(isOfKind);
  expect(found.filter((change) => !accepted.includes(change))).toEqual([]);
  // What is no change any more is not to hide the next one.
  expect(accepted.filter((change) => !found.includes(change))).toEqual([]);
}

const isOfApi = (change: string): boolean => change.startsWith('http/');

describe('what was released and what is now', () => {
  it('understand each other: nothing that crosses the log, MQTT or the live stream is removed or narrowed', async () => {
    // This test wrote it, at the release.
    const released = JSON.parse(await readFile(file, 'utf8')) as Released;
    const now = present();
    const found = Object.entries(released.schemas).flatMap(([name, schema]) => breaks(name, schema, now[name]));

    await expectOnlyAccepted(found, (change) => !isOfApi(change));
    expect(Object.keys(released.schemas).length).toBeGreaterThan(30);
  });

  it('understand each other: callers of the HTTP API go on as before', async () => {
    // This test wrote it, at the release.
    const released = JSON.parse(await readFile(apiFile, 'utf8')) as ApiContract;

    await expectOnlyAccepted(apiBreaks(released, await presentApi()), isOfApi);
    expect(Object.keys(released.operations).length).toBeGreaterThan(100);
  });
});
