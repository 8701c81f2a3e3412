import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { houseRules } from './lint/house-rules.mjs';

const everyHouseRule = Object.fromEntries(Object.keys(houseRules.rules).map((name) => [`homeward/${name}`, 'error']));

const tests = ['**/*.spec.ts', '**/*.spec.tsx', '**/*.int-spec.ts', '**/contract-suite/**', 'tests/**/*.ts'];
const touchesRealServers = ['**/*.int-spec.ts', 'apps/*/src/*.harness.ts', 'tests/**/*.ts'];

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.homeward/', 'docs/generated/', 'apps/*/dist/', '**/*.d.ts']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' }, plugins: { homeward: houseRules } },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...everyHouseRule,

      // What strictTypeChecked leaves open, or asks differently.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Nest declares as classes the options that everybody writes as object literals.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // A method that an interface makes asynchronous need not await anything itself.
      '@typescript-eslint/require-await': 'off',
      // A contract is a zod schema and its inferred type under one name; TypeScript itself refuses real redeclarations.
      'no-redeclare': 'off',
      '@typescript-eslint/no-redeclare': 'off',
      // The compiler's own setting noPropertyAccessFromIndexSignature says when a dot is allowed.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],

      eqeqeq: 'error',
      'no-console': 'error',
      'no-param-reassign': 'error',
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
    },
  },

  // The exceptions, each to the one rule that it needs.
  {
    // The one door of a library is a list of names.
    files: ['libs/*/src/index.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: ['libs/clock/src/clock.ts'],
    rules: { 'homeward/time-is-an-argument': 'off' },
  },
  {
    files: ['**/*.filter.ts', '**/*.controller.ts', 'libs/problem-details/src/**'],
    rules: { 'homeward/http-stays-at-the-edge': 'off' },
  },
  {
    files: ['**/*.store.ts', '**/migrations/**', 'libs/{database,embedded,event-log,outbox,timers}/src/**'],
    rules: { 'homeward/sql-stays-in-stores': 'off' },
  },
  {
    files: ['libs/*/src/index.ts', 'apps/*/src/*.module.ts'],
    rules: { 'homeward/nothing-is-handed-on': 'off' },
  },
  {
    // A list of what a library exports, and no logic.
    files: ['libs/*/src/index.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    // Commands talk to the person at the terminal, and hand the environment to settings.
    files: ['apps/homeward/**'],
    rules: { 'no-console': 'off', 'homeward/environment-is-read-once': 'off' },
  },
  {
    // What test files call to get a server looks for one in the environment first, and so does how long they wait.
    files: [
      ...['apps/*/src/main.ts', '**/settings.ts', '**/vite.config.ts'],
      ...['libs/embedded/src/**/test-*.ts', 'libs/fixtures/src/patience.ts'],
    ],
    rules: { 'homeward/environment-is-read-once': 'off' },
  },
  {
    // Started by `npm run faults`, for the person at the terminal.
    files: ['libs/timeline/src/never-silent/search.harness.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // A page is one function of its state, and its markup is not logic.
    files: ['apps/console/**'],
    rules: { 'max-lines-per-function': ['error', { max: 150, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: tests,
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      // Matchers such as expect.any() are typed `any`.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      'homeward/casts-are-explained': 'off',
      'homeward/arguments-have-names': 'off',
      'homeward/no-ambient-state': 'off',
      'homeward/environment-is-read-once': 'off',
      'no-console': 'off',
    },
  },
  {
    files: touchesRealServers,
    rules: { 'homeward/time-is-an-argument': 'off', 'homeward/sql-stays-in-stores': 'off' },
  },

  {
    // Plain JavaScript: what must run before anything is built, and the tools' own configuration.
    files: ['**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'fetch',
          'performance',
          'AbortSignal',
          'Buffer',
        ].map((name) => [name, 'readonly']),
      ),
    },
    rules: { eqeqeq: 'error', 'no-param-reassign': 'error' },
  },
);
