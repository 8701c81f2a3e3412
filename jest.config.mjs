/** Native ESM: run with `node --experimental-vm-modules`, as the scripts in package.json do. */
const base = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['homeward-source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          // The console's catalogued text, as its build makes it (apps/console/vite.config.ts).
          experimental: {
            keepImportAttributes: true,
            plugins: [['@lingui/swc-plugin', { descriptorFields: 'message' }]],
          },
          parser: { syntax: 'typescript', tsx: true, decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
        },
        module: { type: 'es6' },
      },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.homeward/'],
};

export default {
  // Servers start, consumers catch up, two cores are shared: a test that waits for a condition has its own deadline.
  testTimeout: 60_000,
  reporters: ['default', '<rootDir>/tests/run/last-line-reporter.mjs'],
  projects: [
    // Rules and shapes: no server, no port, milliseconds.
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs}/**/*.spec.{ts,tsx}'],
      setupFiles: ['<rootDir>/apps/console/src/language/english.ts'],
    },
    // One service or adapter against the real Postgres, Kafka or MQTT broker.
    { ...base, displayName: 'int', testMatch: ['<rootDir>/{apps,libs}/**/*.int-spec.ts'] },
    // What spans services: architecture, the path end to end, faults, the browser.
    { ...base, displayName: 'path', testMatch: ['<rootDir>/tests/**/*.spec.ts'] },
  ],
};
