import type { PatientId } from '#libs/contracts';
import { PatientTimeline } from '#libs/timeline';
import { HistoryCache } from './history-cache.ts';
import { PatientBuilder, testRules } from './patient.builder.ts';

const rules = testRules();

function historyOf(name: string): PatientTimeline {
  const { id: patientId } = new PatientBuilder(name);
  const nothing = { plans: [], moments: [], fromTheBeginning: true, horizonMs: -Infinity, latenessHours: 24 };
  return new PatientTimeline({ patientId, rules, ...nothing });
}

const idOf = (name: string): PatientId => new PatientBuilder(name).id;

describe('the histories that are remembered', () => {
  it('are given out once, so that failed work leaves nothing behind', () => {
    const cache = new HistoryCache(10);
    const history = historyOf('a');
    cache.put(history, 1n);
    expect(cache.take(idOf('a'), 1n)).toBe(history);
    expect(cache.take(idOf('a'), 1n)).toBeUndefined();
  });

  it('are forgotten when somebody else has changed the patient since', () => {
    const cache = new HistoryCache(10);
    cache.put(historyOf('a'), 1n);
    expect(cache.take(idOf('a'), 2n)).toBeUndefined();
    expect(cache.size).toBe(0);
  });

  it('are let go of when there are too many, those first that were not worked on for longest', () => {
    const cache = new HistoryCache(2);
    for (const name of ['a', 'b', 'a', 'c']) cache.put(historyOf(name), 1n);
    expect(['a', 'b', 'c'].map((name) => cache.take(idOf(name), 1n) !== undefined)).toEqual([true, false, true]);
  });

  it('may be none at all', () => {
    const cache = new HistoryCache(0);
    cache.put(historyOf('a'), 1n);
    expect(cache.size).toBe(0);
  });
});
