import type { SoakLook } from './soak-look.ts';
import { soakFaults, soakRows, soakTable } from './soak-verdict.ts';

const looks = (change: (nth: number) => Partial<SoakLook>): readonly SoakLook[] =>
  Array.from({ length: 120 }, (_, nth) => ({
    memoryMegabytes: { 'scoring 1': 200 },
    openFiles: { 'scoring 1': 60 },
    databaseConnections: 40,
    databaseMegabytes: 100 + nth,
    lagRecords: 300,
    lagSeconds: 0.4,
    ...change(nth),
  }));

const faultsOf = (change: (nth: number) => Partial<SoakLook>): readonly string[] =>
  soakFaults(soakRows(looks(change), 1_000));

describe('The verdict on a soak', () => {
  it('finds nothing where memory rises only while it warms up', () => {
    expect(faultsOf((nth) => ({ memoryMegabytes: { 'scoring 1': Math.min(230, 100 + nth * 10) } }))).toEqual([]);
  });

  it.each<[string, (nth: number) => Partial<SoakLook>, RegExp]>([
    [
      'memory that goes on growing',
      (nth) => ({ memoryMegabytes: { 'scoring 1': 200 + nth } }),
      /memory of scoring 1: 319/,
    ],
    ['files that are not closed', (nth) => ({ openFiles: { 'scoring 1': 60 + nth } }), /open files of scoring 1: 179/],
    ['connections that are not given back', (nth) => ({ databaseConnections: 40 + nth }), /connections .* 159/],
    ['records that wait ever longer', (nth) => ({ lagRecords: nth * 100 }), /lag in records: 11900/],
    ['a replica that stands still', (nth) => ({ lagSeconds: nth > 110 ? 60 : 0 }), /lag in seconds: 60 s/],
  ])('names %s', (_what, change, words) => {
    expect(faultsOf(change)).toEqual([expect.stringMatching(words)]);
  });

  it('has a row of the most in each quarter', () => {
    const table = soakTable(
      soakRows(
        looks((nth) => ({ lagRecords: nth })),
        1_000,
      ),
    ).split('\n');
    expect(table).toContain('| lag in records | 29 | 59 | 89 | 119 | 10000 |');
  });
});
