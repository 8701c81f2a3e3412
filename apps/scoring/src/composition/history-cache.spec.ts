import { PatientFixture, testRules } from '#libs/fixtures';
import { PatientTimeline, PlanVersions, prepareUpdate, readingSetOf } from '#libs/timeline';
import { HistoryCache } from './history-cache.ts';

const rules = testRules();
const fixtureOf = (name: string) => new PatientFixture(name);
const idOf = (name: string) => fixtureOf(name).patientId;

function timelineOf(name: string): PatientTimeline {
  const patient = fixtureOf(name);
  const state = { patientId: patient.patientId, newest: undefined, horizonMs: -Infinity };
  const empty = new PatientTimeline({ ...state, plans: new PlanVersions([patient.plan(0)], rules) });
  const prepared = prepareUpdate(empty, { sets: [readingSetOf(patient.reads(1, { 'pulse-rate': 70 }))] });
  if (prepared.needsFromMs !== undefined) throw new Error('A history without entries needs none.');
  return prepared.apply().timeline;
}

describe('the timelines that are cached', () => {
  it('come back as they were', () => {
    const cache = new HistoryCache(10);
    const timeline = timelineOf('a');
    cache.put(timeline, 1n);
    const { newest, ...rest } = cache.get(idOf('a'), 1n) ?? {};
    expect(newest?.known).toEqual(timeline.newest?.known);
    const { newest: _, ...expected } = timeline;
    expect(rest).toEqual(expected);
  });

  it('are not given out when another replica has changed the patient since', () => {
    const cache = new HistoryCache(10);
    cache.put(timelineOf('a'), 1n);
    expect(cache.get(idOf('a'), 2n)).toBeUndefined();
  });

  it('are let go of when there are too many, those first that were not worked on for longest', () => {
    const cache = new HistoryCache(2);
    for (const name of ['a', 'b', 'a', 'c']) cache.put(timelineOf(name), 1n);
    expect(['a', 'b', 'c'].map((name) => cache.get(idOf(name), 1n) !== undefined)).toEqual([true, false, true]);
  });

  it('may be none at all', () => {
    const cache = new HistoryCache(0);
    cache.put(timelineOf('a'), 1n);
    expect(cache.size).toBe(0);
  });
});
