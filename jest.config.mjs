/** Files run as Node loads them (tests/run/native-modules.mjs), with the options that package.json and run-tests.mjs give. */
const base = {
  testEnvironment: 'node',
  testRunner: '<rootDir>/tests/run/native-modules.mjs',
  transform: {},
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.homeward/'],
};

export default {
  // Servers start, consumers catch up, two cores are shared: a test that waits for a condition has its own deadline.
  testTimeout: 60_000,
  testSequencer: '<rootDir>/tests/run/longest-first.mjs',
  reporters: ['default', '<rootDir>/tests/run/last-line-reporter.mjs'],
  projects: [
    // Rules and shapes: no server, no port, milliseconds.
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs}/**/*.spec.{ts,tsx}'],
      setupFilesAfterEnv: ['<rootDir>/apps/console/src/language/english.ts'],
    },
    // One service or adapter against the real Postgres, Kafka or MQTT broker.
    { ...base, displayName: 'int', testMatch: ['<rootDir>/{apps,libs}/**/*.int-spec.ts'] },
    // What spans services: architecture, the path end to end, faults, the browser.
    { ...base, displayName: 'path', testMatch: ['<rootDir>/tests/**/*.spec.ts'] },
  ],
};
