import type { Instant, IntakeStatus } from '#libs/contracts';
import type { Database } from '#libs/database';
import { PatientFixture } from '#libs/fixtures';
import { hourly, type Replica, replica as replicaOf, startScoringDatabase } from './scoring.harness.ts';

// Real: Postgres, the scoring service. Made up: the log, the time, also the real time.

let database: Database;
let stop: () => Promise<void>;

beforeAll(async () => {
  ({ database, stop } = await startScoringDatabase());
}, 120_000);
const empty = () =>
  database.pool.query(
    `TRUNCATE patient_state, plan_version, observation_set, history_entry, request, signal, superseded, intake, outage`,
  );
beforeEach(empty);
afterAll(() => stop());

const replica = () => replicaOf(database);

const patient = new PatientFixture();
const outage = (from: number, until: number): IntakeStatus['outages'][number] => ({
  from: patient.at(from),
  until: patient.at(until),
});
const status = (minute: number, ...outages: IntakeStatus['outages']): IntakeStatus[] => [
  { at: patient.at(minute), outages },
];

/** A patient whose pulse is due hourly, and was measured at noon. */
async function watched({ scoring }: Replica, name: string): Promise<PatientFixture> {
  const fixture = new PatientFixture(name);
  await scoring.follow([fixture.plan(-60, hourly)]);
  await scoring.record([fixture.reads(0, { 'pulse-rate': 70 })]);
  return fixture;
}

const asked = ({ log }: Replica): readonly (readonly [number, string])[] =>
  log.requests().map(({ at, state }) => [patient.minuteOf(at), state] as const);

/** What stands at last. */
async function open(): Promise<readonly [Instant, string][]> {
  const { rows } = await database.pool.query<{ at: Instant; state: string }>(
    `SELECT body ->> 'at' AS at, body ->> 'state' AS state FROM request WHERE body ->> 'state' <> 'withdrawn' ORDER BY 1`,
  );
  return rows.map(({ at, state }) => [at, state]);
}

describe('while nothing comes from the gateway service', () => {
  it('no silence is noticed, and everything else goes on; afterwards the wait begins anew', async () => {
    const service = replica();
    const { outages, log, atMinute, realSecondsPass } = service;
    await watched(service, 'waiting');
    await outages.record(status(50));
    await atMinute(51);
    realSecondsPass(31);
    log.records.length = 0;
    await atMinute(800);
    expect(log.requests()).toEqual([]);
    expect(log.signals()).toEqual([]);
    expect(log.scores()).toMatchObject([{ because: 'aged-out' }]);
    await outages.record(status(801, outage(50, 800)));
    await atMinute(814);
    expect(log.requests()).toEqual([]);
    await atMinute(815);
    expect(asked(service)).toEqual([[815, 'asked']]);
  });

  it('that is known to a replica that starts anew, and what had been noticed in the last moments is withdrawn', async () => {
    const service = replica();
    await watched(service, 'noticed');
    await service.outages.record(status(74));
    await service.atMinute(76);
    expect(asked(service)).toEqual([[75, 'asked']]);
    service.realSecondsPass(31);
    await service.atMinute(77);
    expect(asked(service)).toEqual([
      [75, 'asked'],
      [75, 'withdrawn'],
    ]);
    const other = replica();
    other.clock.set(new Date(patient.msAt(500)));
    await other.outages.onModuleInit();
    await other.atMinute(500);
    expect(asked(other)).toEqual([]);
    await other.outages.record(status(501, outage(74, 500)));
    await other.atMinute(515);
    expect(asked(other)).toEqual([[515, 'asked']]);
  });

  it('was no outage if the gateway service reports none: what would have been noticed is noticed now', async () => {
    const service = replica();
    await watched(service, 'unheard');
    await service.outages.record(status(50));
    await service.atMinute(51);
    service.realSecondsPass(31);
    await service.atMinute(200);
    expect(asked(service)).toEqual([]);
    await service.outages.record(status(200));
    await service.atMinute(200);
    expect(asked(service).map(([minute]) => minute)).toEqual([75, 90, 120]);
    expect(service.log.signals()).toMatchObject([{ condition: 'silence', kind: 'tier-reached' }]);
  });
});

it('an installation that never heard of the gateway service notices silence as ever', async () => {
  const service = replica();
  await watched(service, 'alone');
  service.realSecondsPass(3600);
  await service.atMinute(80);
  expect(asked(service)).toEqual([[75, 'asked']]);
});

it('a clock that jumps by half a day while the gateway service goes on is no outage', async () => {
  const service = replica();
  await watched(service, 'jumped');
  for (let second = 0; second < 60; second += 5) {
    await service.outages.record(status(second < 30 ? 1 + second / 60 : 720 + second / 60));
    service.realSecondsPass(5);
    await service.atMinute(second < 30 ? 1 : 721);
  }
  expect(asked(service).map(([minute]) => minute)).toEqual([75, 90, 120]);
});

it('readings and outages come to one history in whatever order they become known, on either of two replicas', async () => {
  const [first, second] = [replica(), replica()];
  await watched(first, 'ordered');
  await first.outages.record(status(400, outage(80, 300)));
  await first.atMinute(500);
  await first.scoring.record([new PatientFixture('ordered').reads(460, { 'pulse-rate': 71 })]);
  await first.atMinute(600);
  const ordered = await open();
  await empty();
  await watched(second, 'ordered');
  await second.atMinute(500);
  await first.outages.record(status(400, outage(80, 300)));
  await second.scoring.record([new PatientFixture('ordered').reads(460, { 'pulse-rate': 71 })]);
  await second.atMinute(600);
  expect(await open()).toEqual(ordered);
  expect(ordered.length).toBeGreaterThan(2);
});
