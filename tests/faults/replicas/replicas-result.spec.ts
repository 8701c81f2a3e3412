import { seededRandom } from '../escalation/seeded-random.ts';
import { changeEveryMs, plannedChanges, replicatedServices } from './planned-changes.ts';
import { alertedWithin, faultsOfReplicas, type ReplicasResult, scoredWithin } from './replicas-result.ts';
import { replicasTable } from './replicas-table.ts';

const result = (changes: Partial<ReplicasResult> = {}): ReplicasResult => ({
  ...{ uncharted: 0, chartedAgain: 0, unscored: 0, scoredAgain: 0, scoredWrong: 0, setsAgain: 1, outOfOrder: 0 },
  sent: 2,
  alerts: { missing: 0, again: 0 },
  sets: [
    { sentAtMs: 1_000, scoredAtMs: 1_200 },
    { sentAtMs: 5_000, scoredAtMs: 15_000 },
  ],
  changes: [{ atMs: 4_000, words: 'a scoring replica is killed, for 1.0 s' }],
  illnesses: [{ sentAtMs: 5_000, heardAtMs: 15_400 }],
  ...changes,
});

describe('What is said of replicas that changed', () => {
  it('is nothing where each set and each alert is there once; a set that is on the log again is known', () => {
    expect(faultsOfReplicas(result())).toEqual([]);
  });

  it.each<[string, Partial<ReplicasResult>, RegExp]>([
    ['a set without a PUBACK', { sent: 3 }, /^1 sets were not acknowledged/],
    ['a set that is lost', { uncharted: 1 }, /not on the chart/],
    ['a set that is charted again', { chartedAgain: 2 }, /^2 sets are on the chart twice/],
    ['a set without a score', { unscored: 1 }, /no score/],
    ['a second score', { scoredAgain: 1 }, /scored twice/],
    ['a score of other values', { scoredWrong: 1 }, /do not follow/],
    ['an older revision behind a newer', { outOfOrder: 1 }, /behind a later revision/],
    ['an alert that is missing', { alerts: { missing: 1, again: 0 } }, /alerts are missing/],
    ['a second alert', { alerts: { missing: 0, again: 1 } }, /raised twice/],
    ['an alert not heard of', { illnesses: [{ sentAtMs: 1, heardAtMs: undefined }] }, /without an alert at \/live/],
  ])('is %s', (_what, changes, words) => {
    expect(faultsOfReplicas(result(changes))).toEqual([expect.stringMatching(words)]);
  });

  it('has how long sets waited that came after each change', () => {
    expect(scoredWithin(result(), 4_000, 9_000)).toMatchObject({ count: 1, max: 10_000 });
    expect(alertedWithin(result())).toMatchObject({ count: 1, max: 10_400 });
    expect(replicasTable(result())).toMatch(
      /\| a scoring replica is killed, for 1\.0 s \| 1 +\| 10\.0 s +\| 10\.0 s +\|/,
    );
  });
});

describe('Changes of replicas', () => {
  it('follow from the seed, and each round kills one of each service and scales each', () => {
    const changes = plannedChanges(48, seededRandom(7));
    expect(plannedChanges(48, seededRandom(7))).toEqual(changes);
    expect(changes).toHaveLength(12);
    const names = changes.slice(0, 6).map(({ service, what }) => `${what} ${service}`);
    expect(new Set(names)).toEqual(new Set(replicatedServices.flatMap((name) => [`kill ${name}`, `scale ${name}`])));
    for (const [nth, { afterMs }] of changes.entries()) {
      expect(afterMs).toBeGreaterThanOrEqual(nth * changeEveryMs);
      expect(afterMs).toBeLessThanOrEqual((nth + 1) * changeEveryMs);
    }
  });
});
