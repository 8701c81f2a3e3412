import fc from 'fast-check';
import { Score } from '../events/score.ts';
import { eventFromLog, eventToLog } from '../topics/events-on-log.ts';
import { topics } from '../topics/topics.ts';
import { aScore, aUuid } from './any-score.harness.ts';
import { knownCharts } from './chart-names.ts';
import { damaged } from './damaged.harness.ts';
import { isOrdinary } from './ordinary-score.ts';
import { shortId, shortIdPattern } from './short-id.ts';

const [any] = fc.sample(aScore, { numRuns: 1, seed: 1 });
if (any === undefined) throw new Error('There is no score.');
const ordinary: Score = { ...any, missing: [], inputs: [], asked: [], components: { colour: 1 } };
const key = ordinary.patientId;
/** The score as it is on the log, with some members changed. */
const onLog = (members: object): string =>
  JSON.stringify({ ...(JSON.parse(eventToLog('scores', ordinary)) as object), ...members });

/** As nearly all scores are: on a known chart, and with inputs of which there is no more to be said. */
const anOrdinaryScore = aScore.map((score) => {
  const chart = knownCharts.find((one) => one.every(([name]) => name in score.components)) ?? [];
  const codes = new Map(chart);
  const inputs = score.inputs.flatMap(({ parameter, observationId, value, takenAt, ageSeconds }) => {
    const code = codes.get(parameter);
    return code === undefined ? [] : [{ parameter, code, observationId, value, takenAt, ageSeconds }];
  });
  const components = Object.fromEntries(chart.map(([name]) => [name, score.components[name] ?? null]));
  return {
    ...score,
    components,
    inputs,
    missing: chart.map(([name]) => name).filter((name) => components[name] === null),
  };
});

describe('a score on the log', () => {
  it('is read as the score that it was', () => {
    fc.assert(
      fc.property(aScore, (score) => {
        const value = eventToLog('scores', score);
        expect(eventFromLog('scores', { key: score.patientId, value })).toStrictEqual(score);
        expect(topics.scores.onLog.schema.safeParse(JSON.parse(value)).success).toBe(true);
      }),
    );
  });

  it('is read in the whole form of earlier releases, too', () => {
    fc.assert(
      fc.property(aScore, (score) => {
        const value = JSON.stringify(score);
        expect(eventFromLog('scores', { key: score.patientId, value })).toEqual(Score.parse(score));
      }),
    );
  });

  it('is a score by the contract or refused, whatever has become of it', () => {
    const anything = fc.oneof(
      fc.constantFrom(null, -1, 1.5, 7, 4e15, '', '-', '3333333333', 'AAAA', true, [], {}, [[0, 'A']]),
      fc.jsonValue(),
    );
    let refused = 0;
    let quick = 0;
    fc.assert(
      fc.property(fc.oneof(aScore, anOrdinaryScore), fc.nat(80), anything, (score, at, by) => {
        const json = damaged(JSON.parse(eventToLog('scores', score)), at, by);
        const value = JSON.stringify(json);
        if (typeof json === 'object' && json !== null && isOrdinary(json)) {
          quick += 1;
          expect(topics.scores.onLog.schema.parse(json)).toEqual(json);
        }
        let read: unknown;
        try {
          read = eventFromLog('scores', { key: score.patientId, value });
        } catch {
          refused += 1;
          return;
        }
        expect(Score.safeParse(read).error).toBeUndefined();
      }),
      { numRuns: 3000 },
    );
    expect(refused).toBeGreaterThan(300);
    expect(quick).toBeGreaterThan(50);
  });

  it.each([
    ['of a version that is not known', { v: 3 }],
    ['with points for fewer parameters than its chart has', { points: '' }],
    ['with points for more', { points: '11' }],
    ['with points that no chart gives', { points: '4' }],
    ['of a chart that is not known', { chart: 99, points: '1' }],
    ['with an input that is on no chart', { inputs: [[0, shortId(key), [5, 97]]] }],
    ['with an input from after its own time', { inputs: [[-1, shortId(key), [0, 97]]] }],
    ['of a time that is none', { at: '2026-11-21' }],
    ['with a cause that is no id', { by: 'x'.repeat(22) }],
  ])('is refused %s', (_what, members) => {
    expect(() => eventFromLog('scores', { key, value: onLog({}) })).not.toThrow();
    expect(() => eventFromLog('scores', { key, value: onLog(members) })).toThrow();
  });

  it('is refused under a key that is no patient', () => {
    expect(() => eventFromLog('scores', { key: 'bed 4', value: onLog({}) })).toThrow();
  });
});

it('a short id is one that a UUID was made into, and nothing else', () => {
  fc.assert(
    fc.property(aUuid, (uuid) => {
      expect(shortId(uuid)).toMatch(shortIdPattern);
    }),
  );
  expect(shortId('00000000-0000-0000-0000-000000000000')).toMatch(shortIdPattern);
  expect(shortId('ffffffff-ffff-ffff-ffff-ffffffffffff')).toMatch(shortIdPattern);
  expect(shortId('4c7c6f0e-1a54-9b52-8f3e-0d6f0b6f0000')).not.toMatch(shortIdPattern);
  expect(shortId('4c7c6f0e-1a54-5b52-cf3e-0d6f0b6f0000')).not.toMatch(shortIdPattern);
});
