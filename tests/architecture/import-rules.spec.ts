import { type Cruise, cruise } from '../../lint/import-rules.mjs';
import { inPlantedTree } from './planted-tree.ts';
import { root, sourceFiles } from './source-tree.ts';

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
    rule: 'fixtures-are-for-tests',
    file: 'apps/planted/src/beds/made-up.service.ts',
    content: "import { well } from '#libs/fixtures';\nexport const planted = well;\n",
  },
  {
    rule: 'fixtures-are-for-tests',
    file: 'apps/planted/src/beds/built.service.ts',
    content: "import { beds } from './beds.builder.ts';\nexport const planted = beds;\n",
    beside: { 'apps/planted/src/beds/beds.builder.ts': 'export const beds = 3;\n' },
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
    rule: 'rota-is-pure',
    file: 'libs/rota/src/planted-framework.ts',
    content: "import pg from 'pg';\nexport const planted = pg;\n",
  },
  {
    rule: 'rota-has-no-io',
    file: 'libs/rota/src/planted-file.ts',
    content: "import { readFileSync } from 'node:fs';\nexport const planted = readFileSync;\n",
  },
  {
    rule: 'forecast-is-pure',
    file: 'libs/forecast/src/planted-framework.ts',
    content: "import pg from 'pg';\nexport const planted = pg;\n",
  },
  {
    rule: 'forecast-has-no-io',
    file: 'libs/forecast/src/planted-file.ts',
    content: "import { readFileSync } from 'node:fs';\nexport const planted = readFileSync;\n",
  },
  {
    rule: 'capacity-is-pure',
    file: 'libs/capacity/src/planted-framework.ts',
    content: "import pg from 'pg';\nexport const planted = pg;\n",
  },
  {
    rule: 'capacity-has-no-io',
    file: 'libs/capacity/src/planted-file.ts',
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
    rule: 'capability-front-door',
    file: 'apps/clinician/src/wards/planted.service.ts',
    content: "import { rows } from './../plans/planted-rows.store.ts';\nexport const planted = rows;\n",
    beside: { 'apps/clinician/src/plans/planted-rows.store.ts': 'export const rows = 3;\n' },
  },
  {
    rule: 'capability-front-door-within-a-group',
    file: 'apps/clinician/src/wards/planted-beds/beds.service.ts',
    content: "import { rows } from '../planted-rooms/rooms.store.ts';\nexport const planted = rows;\n",
    beside: { 'apps/clinician/src/wards/planted-rooms/rooms.store.ts': 'export const rows = 3;\n' },
  },
  {
    rule: 'groups-point-down',
    file: 'apps/clinician/src/wards/planted-climb.service.ts',
    content: "import { raise } from '../alerts/planted-alerts.service.ts';\nexport const planted = raise;\n",
    beside: { 'apps/clinician/src/alerts/planted-alerts.service.ts': 'export const raise = 3;\n' },
  },
  {
    rule: 'clinician-is-made-of-groups',
    file: 'apps/clinician/src/planted-composition.service.ts',
    content: "import { linen } from './laundry/laundry.service.ts';\nexport const planted = linen;\n",
    beside: { 'apps/clinician/src/laundry/laundry.service.ts': 'export const linen = 3;\n' },
  },
  {
    rule: 'apps-are-composed-by-their-module',
    file: 'apps/homeward/src/planted.ts',
    content: "import { beds } from '../../neighbour/src/beds/beds.service.ts';\nexport const planted = beds;\n",
    beside: { 'apps/neighbour/src/beds/beds.service.ts': 'export const beds = 3;\n' },
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
    rule: 'kafka-stays-in-the-log',
    file: 'apps/planted/src/beds/producer.service.ts',
    content: "import { Producer } from '@platformatic/kafka';\nexport const planted = Producer;\n",
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

/** No circle of files, but one of folders: gate → tower by one pair of files, tower → gate by another. */
const circleOfFolders: Readonly<Record<string, string>> = {
  'libs/clock/src/gate/bridge.ts': "import { stairs } from '../tower/stairs.ts';\nexport const bridge = stairs;\n",
  'libs/clock/src/gate/door.ts': 'export const door = 3;\n',
  'libs/clock/src/tower/stairs.ts': 'export const stairs = 3;\n',
  'libs/clock/src/tower/window.ts': "import { door } from '../gate/door.ts';\nexport const seen = door;\n",
};

describe('the import rules', () => {
  let clean: Cruise;
  let breached: Cruise;

  beforeAll(async () => {
    clean = await cruise(root);
    const planted = breaches.flatMap(({ file, content, beside = {} }) => [[file, content], ...Object.entries(beside)]);
    // Each of them is a path and a content.
    breached = await inPlantedTree(
      { ...circleOfFolders, ...(Object.fromEntries(planted) as Record<string, string>) },
      cruise,
    );
  }, 120_000);

  it('are kept by the tree as it is', () => {
    expect(clean.breaches).toEqual([]);
  });

  it('find no circle of folders in the tree as it is', () => {
    expect(clean.folderCycles).toEqual([]);
  });

  it('find a circle of folders where there is none of files', () => {
    expect(breached.folderCycles.map((cycle) => cycle.split('\n'))).toContainEqual([
      'libs/clock/src: gate → tower → gate',
      '  libs/clock/src/gate/bridge.ts → libs/clock/src/tower/stairs.ts',
      '  libs/clock/src/tower/window.ts → libs/clock/src/gate/door.ts',
    ]);
  });

  // With the wrong compiler installed, dependency-cruiser reads no module, finds no breach, and exits with 0.
  it('were tried on every source file', () => {
    const cruised = clean.files.filter((path) => /^(apps|libs|tests)\/.*\.tsx?$/.test(path));
    expect(cruised.toSorted()).toEqual(sourceFiles());
  });

  it.each(breaches)('$rule refuses $file, and no other rule does', ({ rule, file }) => {
    const refusedBy = breached.breaches.filter(({ from }) => from === file);
    expect([...new Set(refusedBy.map((breach) => breach.rule))]).toEqual([rule]);
  });

  it('have each been seen to refuse something', () => {
    expect([...new Set(breaches.map(({ rule }) => rule))].sort()).toEqual(clean.rules.toSorted());
  });
});
