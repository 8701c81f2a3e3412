/** The catalogue of everything the console says, by language. English is the source: its messages stand in the code. */
export default {
  sourceLocale: 'en',
  locales: ['en'],
  catalogs: [
    {
      path: '<rootDir>/src/locales/{locale}',
      include: ['<rootDir>/src'],
      exclude: ['**/*.spec.ts', '**/*.fixtures.ts'],
    },
  ],
  rootDir: import.meta.dirname,
  orderBy: 'message',
};
