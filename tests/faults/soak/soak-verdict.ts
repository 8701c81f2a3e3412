import type { SoakLook } from './soak-look.ts';

/** The most in each quarter of the time. */
interface SoakRow {
  readonly what: string;
  readonly unit: string;
  readonly quarters: readonly number[];
  /** What the last quarter may have at most; the first is for warming up. */
  readonly most: number;
}

/** Heaps are given room by chance; what leaks outgrows this within an hour. */
const memoryMayGrow = { by: 1.15, megabytes: 20 };
const filesMayGrow = 10;
const connectionsMayGrow = 5;
/** Records that wait are counted every few seconds, and services take what has come meanwhile in one batch. */
const lagMayBe = { seconds: 5, secondsOfSets: 10 };

/** @param setsPerSecond bounds how many records may wait. */
export function soakRows(looks: readonly SoakLook[], setsPerSecond: number): readonly SoakRow[] {
  const row = (what: string, unit: string, of: (look: SoakLook) => number): Omit<SoakRow, 'most'> => ({
    ...{ what, unit },
    quarters: [0, 1, 2, 3].map((quarter) => {
      const [from, to] = [quarter, quarter + 1].map((part) => Math.floor((part * looks.length) / 4));
      return Math.max(...looks.slice(from, to).map(of));
    }),
  });
  const grown = (made: Omit<SoakRow, 'most'>, most: (early: number) => number): SoakRow => ({
    ...made,
    most: most(made.quarters[1] ?? 0),
  });
  const names = Object.keys(looks[0]?.memoryMegabytes ?? {});
  return [
    ...names.map((name) =>
      grown(
        row(`memory of ${name}`, 'MB', ({ memoryMegabytes }) => memoryMegabytes[name] ?? 0),
        (early) => Math.max(early * memoryMayGrow.by, early + memoryMayGrow.megabytes),
      ),
    ),
    ...names.map((name) =>
      grown(
        row(`open files of ${name}`, '', ({ openFiles }) => openFiles[name] ?? 0),
        (early) => early + filesMayGrow,
      ),
    ),
    grown(
      row('connections to Postgres', '', (look) => look.databaseConnections),
      (early) => early + connectionsMayGrow,
    ),
    { ...row('lag in records', '', (look) => look.lagRecords), most: setsPerSecond * lagMayBe.secondsOfSets },
    { ...row('lag in seconds', 's', (look) => look.lagSeconds), most: lagMayBe.seconds },
  ];
}

/** What has grown or fallen behind, in words; nothing where all is well. */
export function soakFaults(rows: readonly SoakRow[]): readonly string[] {
  return rows.flatMap(({ what, unit, quarters, most }) => {
    const last = quarters.at(-1) ?? 0;
    return last > most ? [`${what}: ${said(last)} ${unit} in the last quarter, at most ${said(most)}`] : [];
  });
}

/** A Markdown table. */
export function soakTable(rows: readonly SoakRow[]): string {
  const cells = rows.map(({ what, unit, quarters, most }) => [
    unit === '' ? what : `${what}, ${unit}`,
    ...quarters.map(said),
    said(most),
  ]);
  const all = [['At most, in each quarter', 'First', 'Second', 'Third', 'Last', 'Bound'], ...cells];
  const [heading = [], ...others] = all.map((row) => `| ${row.join(' | ')} |`);
  return [heading, `|${'---|'.repeat(6)}`, ...others].join('\n');
}

const said = (value: number): string => String(Math.round(value * 10) / 10);
