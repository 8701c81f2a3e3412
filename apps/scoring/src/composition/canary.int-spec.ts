/** Real: Postgres. A stand-in: the log. */
import {
  canaryMessage,
  canaryPatientId,
  canaryPlan,
  instant,
  MessageId,
  type ObservationSetRecorded,
  Reading,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import { anObservationSet } from '#libs/fixtures';
import { builtInRuleSets, readRuleBook } from '#libs/rule-book';
import { replica, startScoringDatabase } from '../scoring.harness.ts';
import { forgetCanaryBefore } from './canary-history.store.ts';

const noonMs = Date.parse('2026-11-21T12:00:00Z');

/** The canary's `number`th set, as the gateway service publishes it. */
function canarySet(number: number): ObservationSetRecorded {
  const { messageId, readings } = canaryMessage(number, instant(noonMs + number * 30_000));
  const values = Object.fromEntries(
    readings.map((reading): [string, Reading['value']] => {
      const { code, value } = Reading.parse(reading);
      return [code, value];
    }),
  );
  const takenAt = new Date(noonMs + number * 30_000);
  return anObservationSet(canaryPatientId, takenAt, { values, messageId: MessageId.parse(messageId) });
}

describe('the canary', () => {
  let database: Database;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    ({ database, stop } = await startScoringDatabase());
  }, 60_000);

  afterAll(() => stop());

  const rowsOf = async (table: string): Promise<number> => {
    const counted = `SELECT count(*)::int AS count FROM ${table} WHERE patient_id = $1`;
    const { rows } = await database.pool.query<{ count: number }>(counted, [canaryPatientId]);
    return rows[0]?.count ?? -1;
  };

  it('makes a score of 9 or 0 and a signal with each reading, by the rules that every installation has, and no request', async () => {
    const { scoring, log, clock, ruleBook, atMinute } = replica(database);
    ruleBook.current = await readRuleBook([builtInRuleSets]);
    await scoring.follow([canaryPlan]);
    for (let number = 1; number <= 8; number += 1) {
      clock.set(new Date(noonMs + number * 30_000 + 200));
      await scoring.record([canarySet(number)]);
    }
    expect(log.scores().map(({ total }) => total)).toEqual([9, 0, 9, 0, 9, 0, 9, 0]);
    const ofScore = log.signals().filter(({ condition }) => condition === 'score');
    expect(ofScore.map(({ tier, late }) => [tier, late])).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((number) => [number % 2 === 1 ? 'high' : 'low', false]),
    );
    await atMinute(3 * 24 * 60);
    expect(log.requests()).toEqual([]);
    expect(log.signals().filter(({ condition }) => condition === 'silence')).toEqual([]);
  });

  it('is forgotten after its time, but for what the next reading builds on, and goes on', async () => {
    const { scoring, log, clock, ruleBook } = replica(database);
    ruleBook.current = await readRuleBook([builtInRuleSets]);
    const later = 5 * 24 * 120 + 1;
    for (const number of [later, later + 1]) {
      clock.set(new Date(noonMs + number * 30_000 + 200));
      await scoring.record([canarySet(number)]);
    }
    const before = await rowsOf('history_entry');
    await forgetCanaryBefore(database.pool, new Date(clock.now().getTime() - 86_400_000));
    expect(before).toBeGreaterThan(8);
    expect(await rowsOf('history_entry')).toBe(2);
    expect(await rowsOf('observation_set')).toBe(2);
    expect(await rowsOf('signal')).toBeLessThanOrEqual(4);
    const fresh = replica(database);
    fresh.ruleBook.current = ruleBook.current;
    fresh.clock.set(new Date(noonMs + (later + 2) * 30_000 + 200));
    await fresh.scoring.record([canarySet(later + 2)]);
    expect(fresh.log.signals().filter(({ condition }) => condition === 'score')).toMatchObject([{ tier: 'high' }]);
    expect(log.scores().length).toBeGreaterThan(0);
  });
});
