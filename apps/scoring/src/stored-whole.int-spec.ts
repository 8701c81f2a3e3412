/** Real: Postgres, the scoring service. Made up: the log, the time. */
import type { Database } from '#libs/database';
import { PatientFixture } from '#libs/fixtures';
import { type Known, knownFromJson, type KnownJson } from '#libs/timeline';
import { HistoryEntriesStore } from './composition/history-entries.store.ts';
import { replica, scoresInForce, startScoringDatabase } from './scoring.harness.ts';

let database: Database;
let stop: () => Promise<void>;

beforeAll(async () => {
  ({ database, stop } = await startScoringDatabase());
}, 120_000);
afterAll(() => stop());

/** What is known as it was stored before it was stored short: every reading with everything, in its place. */
function longKnown(known: Known): unknown {
  type Reading = NonNullable<ReturnType<Known['get']>>['newest'];
  const long = (reading: Reading | null): unknown =>
    reading && [
      reading.code,
      reading.observationId,
      reading.value,
      reading.takenAtMs,
      reading.countsFromMs - reading.takenAtMs,
      reading.poor ? 1 : 0,
      reading.deviceId ?? null,
      reading.quality ?? null,
      reading.receivedAtMs - reading.takenAtMs,
      reading.asked?.everyMinutes ?? null,
      reading.asked && reading.asked.fromMs - reading.takenAtMs,
      reading.countsUntilMs === Infinity ? null : reading.countsUntilMs - reading.takenAtMs,
      reading.beside.length === 0 ? null : reading.beside,
    ];
  return [...known.values()].map(({ newest, standIn, repeats }) => [long(newest), long(standIn), long(repeats)]);
}

/** Stores the patient's history as it was stored by earlier releases. */
async function storeWhole({ patientId }: PatientFixture): Promise<void> {
  const published = await database.transaction((client) =>
    new HistoryEntriesStore().scoresSince(client, [{ patientId, fromMs: -Infinity }]),
  );
  for (const { event, text } of published) {
    await database.pool.query(
      `UPDATE history_entry SET score = $3, score_caused_by = $4 WHERE patient_id = $1 AND at = $2`,
      [patientId, event.at, text, event.causedBy],
    );
  }
  const { rows } = await database.pool.query<{ at: Date; known: KnownJson }>(
    `SELECT at, known FROM history_entry WHERE patient_id = $1 AND known IS NOT NULL`,
    [patientId],
  );
  for (const { at, known } of rows) {
    await database.pool.query(`UPDATE history_entry SET known = $3 WHERE patient_id = $1 AND at = $2`, [
      patientId,
      at,
      JSON.stringify(longKnown(knownFromJson(known))),
    ]);
  }
}

it('a history that an earlier release stored goes on, is corrected and is published again like any other', async () => {
  const patients = [new PatientFixture('stored short'), new PatientFixture('stored whole')] as const;
  const outcomes: unknown[] = [];
  for (const patient of patients) {
    const poor = { quality: { perfusionIndex: 0.1 } };
    const first = replica(database);
    await first.scoring.follow([patient.plan(-30)]);
    const beginning = patient.reads(0, { 'pulse-rate': 70, 'oxygen-saturation': 97, temperature: 36.8 });
    await first.scoring.record([beginning, patient.reads(20, { 'oxygen-saturation': 85 }, poor)]);
    if (patient === patients[1]) await storeWhole(patient);
    // Another, which has nothing of the patient in memory.
    const { scoring, log } = replica(database);
    await scoring.record([beginning]);
    const again = log.records.filter(({ topic }) => topic === 'scores').length;
    await scoring.record([patient.reads(10, { 'pulse-rate': 134 }), patient.reads(30, { 'respiration-rate': 26 })]);
    const retraction = patient.retracts(40, beginning, ['temperature']);
    await scoring.record([retraction]);
    const scores = await scoresInForce(database, patient.patientId);
    outcomes.push([
      again,
      scores.map(({ id: _id, patientId: _patientId, causedBy: _cause, inputs, ...score }) => [
        score,
        inputs.map(({ code, value, ageSeconds, quality }) => [code, value, ageSeconds, quality]),
      ]),
    ]);
  }
  expect(outcomes[0]).toEqual([1, expect.arrayContaining([expect.anything()])]);
  expect(outcomes[1]).toEqual(outcomes[0]);
});
