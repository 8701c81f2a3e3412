import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { root, sourceFiles } from './source-tree.ts';

const execute = promisify(execFile);

const Cruise = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
    ruleSetUsed: z.object({ forbidden: z.array(z.object({ name: z.string() })) }),
  }),
});

/** Runs dependency-cruiser as `npm run check` does, in the given tree. */
async function cruise(tree: string): Promise<z.infer<typeof Cruise>> {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const { stdout } = await execute(
    process.execPath,
    [program, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'apps', 'libs', 'tests'],
    { cwd: tree, maxBuffer: 512 * 1024 * 1024 },
  ).catch((error: unknown) => {
    // With breaches its exit status is their number, and the report is there all the same; a faulty configuration has none.
    const failed = error as { stdout: string; stderr: string };
    if (failed.stdout === '') throw new Error(failed.stderr);
    return failed;
  });
  return Cruise.parse(JSON.parse(stdout));
}

interface Breach {
  readonly rule: string;
  readonly file: string;
  readonly content: string;
  /** Files that must be there for the breach to be possible. */
  readonly beside?: Readonly<Record<string, string>>;
}

const breaches: readonly Breach[] = [
  {
    rule: 'clinical-is-pure',
    file: 'libs/clinical/src/planted-framework.ts',
    content: "import pg from 'pg';\nexport const planted = pg;\n",
  },
  {
    rule: 'clinical-is-pure',
    file: 'libs/clinical/src/planted-library.ts',
    content: "import { SystemClock } from '#libs/clock';\nexport const planted = SystemClock;\n",
  },
  {
    rule: 'clinical-has-no-io',
    file: 'libs/clinical/src/planted-io.ts',
    content: "import { readFileSync } from 'node:fs';\nexport const planted = readFileSync;\n",
  },
  {
    rule: 'contracts-know-clinical-only',
    file: 'libs/contracts/src/planted.ts',
    content: "import { SystemClock } from '#libs/clock';\nexport const planted = SystemClock;\n",
  },
  {
    rule: 'libraries-stand-alone',
    file: 'libs/event-log/src/planted.ts',
    content: "import { SystemClock } from '#libs/clock';\nexport const planted = SystemClock;\n",
  },
  {
    rule: 'timeline-is-pure',
    file: 'libs/timeline/src/planted-framework.ts',
    content: "import { connect } from 'mqtt';\nexport const planted = connect;\n",
  },
  {
    rule: 'timeline-has-no-io',
    file: 'libs/timeline/src/planted-file.ts',
    content: "import { readFileSync } from 'node:fs';\nexport const planted = readFileSync;\n",
  },
  {
    rule: 'library-front-door',
    file: 'apps/planted/src/readings/back-door.ts',
    content: "import { instant } from '../../../../libs/contracts/src/instant.ts';\nexport const planted = instant;\n",
  },
  {
    rule: 'no-app-to-app',
    file: 'apps/planted/src/main.ts',
    content: "import { beds } from '../../neighbour/src/settings.ts';\nexport const planted = beds;\n",
    beside: { 'apps/neighbour/src/settings.ts': 'export const beds = 3;\n' },
  },
  {
    rule: 'console-runs-in-a-browser',
    file: 'apps/console/src/planted.ts',
    content: "import { SystemClock } from '#libs/clock';\nexport const planted = SystemClock;\n",
  },
  {
    rule: 'capability-front-door',
    file: 'apps/planted/src/beds/beds.service.ts',
    content: "import { rows } from '../rooms/rooms.store.ts';\nexport const planted = rows;\n",
    beside: { 'apps/planted/src/rooms/rooms.store.ts': 'export const rows = 3;\n' },
  },
  {
    rule: 'plain-files-are-pure',
    file: 'apps/planted/src/beds/framework.ts',
    content: "import { Injectable } from '@nestjs/common';\nexport const planted = Injectable;\n",
  },
  {
    rule: 'plain-files-are-pure',
    file: 'apps/planted/src/beds/library.ts',
    content: "import { SystemClock } from '#libs/clock';\nexport const planted = SystemClock;\n",
  },
  {
    rule: 'plain-files-are-pure',
    file: 'apps/planted/src/beds/role.ts',
    content: "import { rows } from './beds.store.ts';\nexport const planted = rows;\n",
    beside: { 'apps/planted/src/beds/beds.store.ts': 'export const rows = 3;\n' },
  },
  {
    rule: 'no-drawer-folders',
    file: 'apps/planted/src/beds/drawer.ts',
    content: "import { beds } from './utils/beds.ts';\nexport const planted = beds;\n",
    beside: { 'apps/planted/src/beds/utils/beds.ts': 'export const beds = 3;\n' },
  },
  {
    rule: 'nothing-imports-tests',
    file: 'apps/planted/src/beds/leaning-on-a-test.ts',
    content: "import { beds } from './beds.spec.ts';\nexport const planted = beds;\n",
    beside: { 'apps/planted/src/beds/beds.spec.ts': 'export const beds = 3;\n' },
  },
  {
    rule: 'tests-come-from-outside',
    file: 'tests/path/planted.spec.ts',
    content: "import { beds } from '../../apps/neighbour/src/beds/beds.service.ts';\nexport const planted = beds;\n",
    beside: { 'apps/neighbour/src/beds/beds.service.ts': 'export const beds = 3;\n' },
  },
  {
    rule: 'kafka-stays-in-the-log',
    file: 'apps/planted/src/beds/kafka.service.ts',
    content: "import { Kafka } from 'kafkajs';\nexport const planted = Kafka;\n",
  },
  {
    rule: 'no-cycles',
    file: 'libs/clock/src/planted-here.ts',
    content: "import { there } from './planted-there.ts';\nexport const here = (): number => there();\n",
    beside: {
      'libs/clock/src/planted-there.ts':
        "import { here } from './planted-here.ts';\nexport const there = (): number => here();\n",
    },
  },
  {
    rule: 'no-lost-imports',
    file: 'libs/clock/src/planted-lost.ts',
    content: "import { nothing } from './nowhere.ts';\nexport const planted = nothing;\n",
  },
];

async function write(tree: string, path: string, content: string): Promise<void> {
  await mkdir(dirname(join(tree, path)), { recursive: true });
  await writeFile(join(tree, path), content);
}

describe('the import rules', () => {
  let clean: z.infer<typeof Cruise>;
  let breached: z.infer<typeof Cruise>;

  beforeAll(async () => {
    clean = await cruise(root);
    const tree = await mkdtemp(join(tmpdir(), 'homeward-architecture-'));
    try {
      for (const path of ['.dependency-cruiser.mjs', 'package.json', 'tsconfig.json', ...sourceFiles()])
        await cp(join(root, path), join(tree, path), { recursive: true });
      await symlink(join(root, 'node_modules'), join(tree, 'node_modules'));
      for (const breach of breaches) {
        await write(tree, breach.file, breach.content);
        for (const [path, content] of Object.entries(breach.beside ?? {})) await write(tree, path, content);
      }
      breached = await cruise(tree);
    } finally {
      await rm(tree, { recursive: true });
    }
  }, 120_000);

  it('are kept by the tree as it is', () => {
    expect(clean.summary.violations).toEqual([]);
  });

  // With the wrong compiler installed, dependency-cruiser reads no module, finds no breach, and exits with 0.
  it('were tried on every source file', () => {
    const cruised = clean.modules
      .map((module) => module.source)
      .filter((path) => /^(apps|libs|tests)\/.*\.tsx?$/.test(path));
    expect(cruised.sort()).toEqual(sourceFiles());
  });

  it.each(breaches)('$rule refuses $file, and no other rule does', ({ rule, file }) => {
    const refusedBy = breached.summary.violations.filter((violation) => violation.from === file);
    expect([...new Set(refusedBy.map((violation) => violation.rule.name))]).toEqual([rule]);
  });

  it('have each been seen to refuse something', () => {
    const rules = clean.summary.ruleSetUsed.forbidden.map((rule) => rule.name);
    expect([...new Set(breaches.map((breach) => breach.rule))].sort()).toEqual(rules.sort());
  });
});
