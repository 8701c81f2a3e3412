import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { narrowingStatements } from './migration-changes.ts';

const root = join(import.meta.dirname, '../..');
const file = join(root, 'docs/released/migrations.json');

const Released = z.object({
  version: z.string(),
  /** What each executes, as a digest, by `clinician/CreateClinicianTables1795910400000`. */
  migrations: z.record(z.string(), z.string()),
});

/** Why a migration may contract: docs/releasing.md. */
const Contracts = z.object({ unusedSince: z.string().regex(/^\d+\.\d+\.\d+$/u), reason: z.string().min(20) });

interface Migration {
  /** As TypeORM: left out, the name of the class. */
  readonly name?: string;
  readonly contracts?: unknown;
  up(runner: { query(statement: string): Promise<readonly never[]> }): Promise<void>;
}
interface Executed {
  readonly statements: readonly string[];
  readonly contracts: unknown;
}

/** Each migration of each service with what it executes, on no database. */
async function presentMigrations(): Promise<ReadonlyMap<string, Executed>> {
  const present = new Map<string, Executed>();
  for (const service of ['gateway', 'scoring', 'clinician']) {
    const module: unknown = await import(join(root, `apps/${service}/src/${service}.module.ts`));
    const exported = z.record(z.string(), z.unknown()).parse({ ...(module as object) });
    const classes = z.array(z.custom<new () => Migration>()).parse(exported[`${service}Migrations`]);
    for (const migration of classes.map((one) => new one())) {
      const statements: string[] = [];
      await migration.up({
        query: (statement) => {
          statements.push(statement);
          return Promise.resolve([]);
        },
      });
      present.set(`${service}/${migration.name ?? migration.constructor.name}`, {
        statements,
        contracts: migration.contracts,
      });
    }
  }
  return present;
}

const digestOf = ({ statements }: Executed): string =>
  createHash('sha256').update(statements.join(';\n')).digest('hex').slice(0, 16);

const isLater = (one: string, other: string): boolean => one.localeCompare(other, 'en', { numeric: true }) > 0;

/** Why a new migration may not run while the last release works, if so. */
function faultsOf(name: string, { statements, contracts }: Executed, released: string): readonly string[] {
  const narrowing = narrowingStatements(statements);
  if (narrowing.length === 0) return [];
  const reason = Contracts.safeParse(contracts);
  if (!reason.success) return narrowing.map((fault) => `${name} ${fault}`);
  return isLater(reason.data.unusedSince, released)
    ? [`${name} contracts what is in use until ${reason.data.unusedSince}, which is not released`]
    : [];
}

/** What is wrong with the present migrations, after those of the last release. */
function faults(present: ReadonlyMap<string, Executed>, released: z.infer<typeof Released>): readonly string[] {
  const changed = Object.entries(released.migrations).flatMap(([name, digest]) => {
    const now = present.get(name);
    if (now === undefined) return [`${name} is no more`];
    return digestOf(now) === digest ? [] : [`${name} was released, and executes something else now`];
  });
  const added = [...present].filter(([name]) => released.migrations[name] === undefined);
  return [...changed, ...added.flatMap(([name, executed]) => faultsOf(name, executed, released.version))];
}

if (process.env['HOMEWARD_RELEASED_CONTRACTS'] === 'write') {
  const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const { version } = z.object({ version: z.string() }).parse(manifest);
  const digests = [...(await presentMigrations())].map(([name, executed]) => [name, digestOf(executed)] as const);
  const released = { version, migrations: Object.fromEntries(digests) };
  await writeFile(file, `${JSON.stringify(released, undefined, 2)}\n`);
}

describe('migrations since the last release', () => {
  it('only expand, and those of the last release are as they were', async () => {
    const released = Released.parse(JSON.parse(await readFile(file, 'utf8')));
    const present = await presentMigrations();
    expect(present.size).toBeGreaterThanOrEqual(4);
    expect(faults(present, released)).toEqual([]);
  });

  describe('that were planted', () => {
    const released = {
      version: '0.3.0',
      migrations: { 'clinician/Create': digestOf({ statements: ['create'], contracts: undefined }) },
    };
    const create = ['clinician/Create', { statements: ['create'], contracts: undefined }] as const;
    const drop = (contracts: unknown) => ['clinician/Drop', { statements: ['drop table stay'], contracts }] as const;
    const reason = 'Nothing has read the table since stays have placements.';

    it.each<readonly [string, readonly (readonly [string, Executed])[], readonly string[]]>([
      ['drop without a reason', [create, drop(undefined)], ['clinician/Drop drops: drop table stay']],
      [
        'give no reason that says anything',
        [create, drop({ unusedSince: '0.3.0', reason: 'old' })],
        ['clinician/Drop drops: drop table stay'],
      ],
      [
        'drop what this very release stops using',
        [create, drop({ unusedSince: '0.10.0', reason })],
        ['clinician/Drop contracts what is in use until 0.10.0, which is not released'],
      ],
      ['drop what the last release did not use any more', [create, drop({ unusedSince: '0.3.0', reason })], []],
      ['are gone', [], ['clinician/Create is no more']],
      [
        'were changed after their release',
        [['clinician/Create', { statements: ['create more'], contracts: undefined }]],
        ['clinician/Create was released, and executes something else now'],
      ],
    ])('%s', (_what, present, expected) => {
      expect(faults(new Map(present), released)).toEqual(expected);
    });
  });
});
