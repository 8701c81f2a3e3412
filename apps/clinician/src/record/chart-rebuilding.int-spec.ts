/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, and the observations and scores that others would send. */
import {
  canaryDevice,
  canaryDeviceId,
  canaryPatientId,
  DeviceId,
  EventId,
  GatewayId,
  instant,
  type PatientId,
  type Quarantined,
  type ScoringStatus,
} from '#libs/contracts';
import { type Database, openDatabase } from '#libs/database';
import { startTestDatabase, type TestDatabase } from '#libs/embedded';
import { anObservationSet, aScore, eventually } from '#libs/fixtures';
import { randomUUID } from 'node:crypto';
import { clinicianMigrations } from '../clinician.module.ts';
import {
  type Caller,
  registerPatient,
  type RunningClinician,
  startClinician,
  watchReadings,
} from '../running-clinician.harness.ts';
import { type RebuildProgress, rebuildChart } from './chart-rebuilding.service.ts';

/** What is on the log of the chart, without when the chart knew of it, which is taken from the log. */
const chartTables = [
  'charted_readings',
  'retraction',
  'patient_latest',
  'score',
  'score_version',
  'quarantined',
  'scoring_status',
];

const rowsOf = async ({ pool }: Database, table: string): Promise<readonly string[]> => {
  const { rows } = await pool.query<{ readonly row: string }>(
    `select (to_jsonb(t) - 'known_at' - 'superseded_at')::text as row from ${table} t order by 1`,
  );
  // The unit of its code may stand beside a newest value or be left out, as its reader knows.
  return rows.map(({ row }) => (table === 'patient_latest' ? row.replaceAll(/"unit": "[^"]*", /gu, '') : row));
};

const tablesWithRows = async (database: Database): Promise<readonly string[]> => {
  const { rows } = await database.pool.query<{ readonly name: string }>(
    `select tablename as name from pg_tables where schemaname = 'clinician' order by 1`,
  );
  const counted = await Promise.all(rows.map(async ({ name }) => [name, await rowsOf(database, name)] as const));
  return counted.flatMap(([name, found]) => (found.length === 0 ? [] : [name]));
};

describe('A chart that was lost', () => {
  let clinician: RunningClinician;
  let nurse: Caller;
  let empty: TestDatabase;
  let rebuilt: Database;

  beforeAll(async () => {
    clinician = await startClinician();
    nurse = await clinician.as('nurse');
    empty = await startTestDatabase();
    rebuilt = await openDatabase({ url: empty.url, schema: 'clinician', migrations: clinicianMigrations });
  }, 60_000);
  afterAll(async () => {
    await rebuilt.close();
    await empty.stop();
    await clinician.stop();
  });

  const now = (): Date => clinician.clock.now();
  const minutesAgo = (minutes: number): Date => new Date(now().getTime() - minutes * 60_000);
  const onChart = (table: string, atLeast: number) =>
    eventually(
      () => rowsOf(clinician.database, table),
      (rows) => rows.length >= atLeast,
      { what: `${String(atLeast)} rows of ${table}` },
    );
  const refused = (id: EventId, deviceId: string): Quarantined => ({
    id,
    gatewayId: GatewayId.parse('hub-1'),
    deviceId,
    receivedAt: instant(now()),
    arrivedBy: 'mqtt',
    reasons: [{ code: 'unknown-device', path: '', message: 'No such device.' }],
    payload: '{}',
    payloadBytes: 2,
  });
  const status = (patientId: PatientId, revision: number): ScoringStatus => ({
    patientId,
    revision,
    state: revision === 1 ? 'parked' : 'scoring',
    reason: revision === 1 ? 'no such pathway' : null,
    since: instant(now()),
    planRevision: revision,
  });

  /** Readings, corrections, revisions, what was kept aside, and what is on no chart. */
  async function aWeek(): Promise<void> {
    const patientIds = [await registerPatient(nurse), await registerPatient(nurse)];
    const keyed = <Event>(events: readonly (Event & { readonly patientId: PatientId })[]) =>
      events.map((event) => ({ key: event.patientId, event }));
    const sets = patientIds.flatMap((patientId) =>
      Array.from({ length: 30 }, (_, nth) => watchReadings(patientId, minutesAgo(60 - nth), { pulse: 70 + nth })),
    );
    await clinician.publish('observations', keyed(sets));
    // A message that comes again.
    await clinician.publish('observations', keyed(sets.slice(0, 5)));
    await onChart('charted_readings', sets.length);
    await clinician.publish('scores', keyed(patientIds.map((patientId) => aScore(patientId, minutesAgo(31)))));
    await onChart('score', 2);
    const corrected = patientIds.map((patientId) =>
      aScore(patientId, minutesAgo(31), { revision: 2, total: 5, max: 5 }),
    );
    await clinician.publish('scores', keyed(corrected));
    await onChart('score_version', 2);
    const last = sets.at(-1);
    const observationId = last?.observations[0]?.id ?? '';
    const path = `/v1/patients/${last?.patientId ?? ''}/observations`;
    expect((await nurse.post(`${path}/${observationId}/retract`, { reason: 'Her husband wore it' })).status).toBe(200);
    const entered = { takenAt: instant(minutesAgo(2)), readings: [{ code: 'pulse-rate', value: 88, unit: '/min' }] };
    expect((await nurse.post(path, entered)).status).toBe(201);
    await onChart('charted_readings', sets.length + 1);
    const again = EventId.parse(randomUUID());
    await clinician.publish('quarantine', [
      { key: 'watch-9', event: refused(again, 'watch-9') },
      { key: 'watch-9', event: { ...refused(again, 'watch-9'), timesReceived: 8 } },
    ]);
    await clinician.publish('scoring-status', keyed(patientIds.flatMap((id) => [status(id, 1), status(id, 2)])));
    await onChart('quarantined', 1);
    await onChart('scoring_status', 2);
    await whatIsOnNoChart();
  }

  async function whatIsOnNoChart(): Promise<void> {
    const ofCanary = anObservationSet(canaryPatientId, now(), { deviceId: canaryDeviceId });
    await clinician.publish('observations', [{ key: canaryPatientId, event: ofCanary }]);
    await clinician.publish('scores', [{ key: canaryPatientId, event: aScore(canaryPatientId, now()) }]);
    const unknown = refused(EventId.parse(randomUUID()), canaryDevice.deviceId);
    await clinician.publish('quarantine', [{ key: unknown.deviceId, event: unknown }]);
    const { log } = clinician;
    await log.publish([{ topic: 'observations', key: DeviceId.parse('watch-1'), value: '{"is": "no set"}' }]);
  }

  const rebuild = (onProgress: (progress: RebuildProgress) => void = () => undefined) =>
    rebuildChart({ database: rebuilt, log: clinician.log, group: `rebuild-${randomUUID()}`, onProgress });

  it('is rebuilt from the log into an empty database, row by row, and nothing else is', async () => {
    await aWeek();
    const before = await tablesWithRows(rebuilt);
    const beganAt = await rebuilt.time();
    const progress: RebuildProgress[] = [];

    const { records, unreadable } = await rebuild((one) => progress.push(one));

    for (const table of chartTables) {
      const lost = await rowsOf(clinician.database, table);
      expect(lost.length).toBeGreaterThan(0);
      expect({ table, rows: await rowsOf(rebuilt, table) }).toEqual({ table, rows: lost });
    }
    expect((await tablesWithRows(rebuilt)).filter((name) => !before.includes(name))).toEqual(chartTables.toSorted());
    expect(unreadable).toBe(1);
    expect(progress.at(-1)).toEqual({ records, ofRecords: records });
    expect(records).toBeGreaterThanOrEqual(60 + 5 + 4 + 2 + 2 + 4);
    // What was known at a time of the past can be looked up as before.
    const { rows } = await rebuilt.pool.query('select from charted_readings where known_at >= $1', [beganAt]);
    expect(rows).toEqual([]);
  });

  it('is the same when it is rebuilt once more', async () => {
    const first = await Promise.all(chartTables.map((table) => rowsOf(rebuilt, table)));
    await rebuild();
    expect(await Promise.all(chartTables.map((table) => rowsOf(rebuilt, table)))).toEqual(first);
  });

  it('ends with the place in the log of what its tables refuse', async () => {
    await rebuilt.pool.query('alter table charted_readings add constraint planted check (false) not valid');
    await rebuilt.pool.query('delete from charted_readings where ctid in (select ctid from charted_readings limit 1)');
    await expect(rebuild()).rejects.toMatchObject({ code: 'record-not-entered', facts: { topic: 'observations' } });
  });
});
