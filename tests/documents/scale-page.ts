import { page, table } from './markdown.ts';
import { patientCounts, type Point, points, rates, type Size, sizeOf } from './scale-model.ts';

const number = (value: number): string => {
  if (value >= 100) return Math.round(value).toLocaleString('en-GB');
  return value >= 10 ? value.toFixed(0) : value.toFixed(value >= 1 ? 1 : 2);
};
const gigabytes = (value: number): string => (value >= 1000 ? `${number(value / 1000)} TB` : `${number(value)} GB`);

const columns: readonly (readonly [string, (size: Size) => string])[] = [
  ['Sets a second, mean / peak', (size) => `${number(size.meanSetsASecond)} / ${number(size.peakSetsASecond)}`],
  [
    'gateway, scoring, clinician',
    (size) => [size.gateways, size.scorers, size.clinicians].map((count) => String(count)).join(', '),
  ],
  ['Partitions', (size) => String(size.partitions)],
  ['Cores of Postgres', (size) => String(size.postgresCores)],
  ['Kafka brokers', (size) => String(size.brokers)],
  ['Log, three replicas', (size) => gigabytes(size.logGigabytes)],
  ['Database after a year', (size) => gigabytes(size.databaseGigabytesAYear)],
  ['£ a month, after a year', (size) => number(size.poundsAMonth)],
];

function sizes(patients: number): string {
  return table(
    ['', ...rates.map(({ name }) => name)],
    columns.map(([head, cell]) => [head, ...rates.map(({ setsADay }) => cell(sizeOf({ patients, setsADay })))]),
  );
}

const rowOf = ({ name, value, unit, from, refutedBy }: Point): readonly string[] => [
  name,
  `${value.toLocaleString('en-GB')} ${unit}`,
  from,
  refutedBy,
];

const most = sizeOf({ patients: 200_000, setsADay: 1_440 });

/** docs/scale.md: what so many patients ask for, from points that are measured, and what would refute each. */
export function scalePage(): string {
  return page(
    'Scale',
    'What a region would have to run, worked out by `tests/documents/scale-model.ts` from the points at the end of this page. It is arithmetic, not a test: nothing larger than two cores has been measured, and what is assumed is marked. Take orders of magnitude from it, then measure.',
    ...patientCounts.flatMap((patients) => [`## ${patients.toLocaleString('en-GB')} patients`, sizes(patients)]),
    `Two of each service and three brokers are the least, so that one may be lost. A set is one message of five readings. Disks are counted three times for log and database, cores three times for Postgres. The scoring service then holds ${number(sizeOf({ patients: 12_000, setsADay: 96 }).scorerMegabytes)} MB a process with 12,000 patients, and the MQTT broker of 200,000 gateways ${gigabytes(most.brokerMegabytes / 1000)}.`,
    '## What bounds it, in this order',
    [
      `- **What is stored, long before what is computed.** A set leaves ${number(points.lasting.value)} bytes for good. ${gigabytes(most.databaseGigabytesAYear)} a year for 200,000 patients who measure every minute is no database that one server holds, backs up or restores in a night; 12,000 patients every 15 minutes are ${gigabytes(sizeOf({ patients: 12_000, setsADay: 96 }).databaseGigabytesAYear)}. Past the first terabytes: a chart of minutes that becomes one of quarter hours after some weeks, scores as columns in place of JSON, and tables in parts by month.`,
      `- **Partitions.** Scoring and chart have at most as many processes as \`observations\` has partitions, ${String(sizeOf({ patients: 1000, setsADay: 4 }).partitions)} today. Kafka adds partitions but moves keys by it, so a change means to read the topics to their end first (docs/adr/0001-two-adapters-for-the-event-log.md).`,
      '- **One Postgres for three schemas.** The services share none of their tables: `gateway`, `scoring` and `clinician` may be three servers, each with its own `DATABASE_URL`, without a change of code.',
      '- **Connections.** Each process holds its pool: some 16 each for the clinician service. From a dozen processes on raise `max_connections`, or put a pooler of sessions (not transactions: migrations and timers hold locks) before it.',
    ].join('\n'),
    '## Beyond one Postgres for the clinician service',
    [
      'Nothing here is built. It is thought through so that nothing which is built stands in its way.',
      '- **Cut by organisation, not by patient.** A ward, its beds, staff, rotas, policies and alerts belong to one organisation; the commands of one transaction (patient, referral, ward, stay, alert, task, in this order) never span two. An installation for each, all on one Kafka with a namespace each (`LOG_NAMESPACE`), needs no new code. 200,000 patients in 20 organisations are 20 times 10,000.',
      "- **What does cross**: a patient who moves from one organisation to another (a referral with the chart, by FHIR, not by a shared table); the region's capacity, which is already asked for by HTTP with a token (`/api/v1/capacity/public`) and can be asked of twenty.",
      '- **The board and the live stream** read one database. Within an organisation the first relief is a standby for reading: the board, charts and exports may be behind by what `synchronous_commit = remote_apply` leaves, nothing. Live streams follow the head of `live_batch`, one row; they may follow it on the standby alike, and then cost the primary nothing.',
      '- **What refutes this**: commits a second of the head of the live stream. All commands of an installation take one position there (docs/adr/0006-live-ids-follow-commits.md). Measure how many commits a second it takes with `npm run bench -- postgres path` at rising rates, until the wait for its row is the largest of `pg_stat_activity`; that number, by three changes a set, is the largest organisation.',
    ].join('\n'),
    '## The points, and what would refute each',
    'Measured on two cores in November 2026, on the Postgres log, with sets of five readings in some 500 bytes. What Kafka takes in the place of the log in Postgres has not been measured with histories; before them it took a fifth more.',
    table(['Point', 'Value', 'From', 'Refuted by'], Object.values(points).map(rowOf)),
  );
}
