import { type Share, sharesOf, type Stretch } from './processor-profile.ts';
import { profileFolderOf, serviceNames } from './services-under-load.ts';
import type { StatementCost } from './statements.ts';

const mostShares = 14;

/** Prints what the dearest statements took for a set. Nothing where Postgres did not count them. */
export function printStatements(when: string, statements: readonly StatementCost[]): void {
  if (statements.length === 0) return;
  console.log(`\n  Postgres by statement, ${when}: µs and bytes of write-ahead log a set, calls`);
  for (const { statement, microseconds, walBytes, calls } of statements) {
    const figures = [microseconds.toFixed(1), walBytes.toFixed(0), String(calls)].map((text) => text.padStart(7));
    console.log(`  ${figures.join(' ')}  ${statement.slice(0, 110)}`);
  }
}

/** Prints where the services' processor time went, by file or library and by function. */
export function printProfiles(folder: string, stretches: Readonly<Record<string, Stretch>>): void {
  for (const name of serviceNames) {
    for (const [when, stretch] of Object.entries(stretches)) {
      const { byFile, byFunction } = sharesOf(profileFolderOf(folder, name), stretch);
      const all = byFile.reduce((sum, { microseconds }) => sum + microseconds, 0);
      console.log(`\n  ${name}, ${when}: ${(all / 1e6).toFixed(1)} s of processor time`);
      printShares(byFile, all);
      console.log('  by function');
      printShares(byFunction, all);
    }
  }
}

function printShares(shares: readonly Share[], all: number): void {
  for (const { what, microseconds } of shares.slice(0, mostShares))
    console.log(`  ${((microseconds / all) * 100).toFixed(1).padStart(6)} %  ${what}`);
}
