import fc from 'fast-check';
import type { Score } from '../events/score.ts';
import { ObservationId } from '../ids.ts';
import { aScore, anId, aUuid } from './any-score.harness.ts';
import { knownCharts } from './chart-names.ts';
import { shortId, stepBetween, stepFrom, wholeId } from './short-id.ts';
import { shortScore, wholeScore } from './short-score.ts';

describe('a score that is stored short', () => {
  it('is the same score again, to the letter', () => {
    fc.assert(
      fc.property(aScore, (score) => {
        // As it comes back from the database.
        const stored: unknown = JSON.parse(JSON.stringify(shortScore(score)));
        const key = { patientId: score.patientId, at: score.at };
        // It was stored as one.
        expect(JSON.stringify(wholeScore(stored as ReturnType<typeof shortScore>, key))).toBe(JSON.stringify(score));
      }),
    );
  });

  it('is a quarter as long where one message measured all, and keeps for SQL what is asked by name', () => {
    const [any] = fc.sample(aScore, { numRuns: 1, seed: 1 });
    if (any === undefined) throw new Error('There is no score.');
    const { asked: _asked, ...score } = any;
    const names = (knownCharts[0] ?? []).map(([name]) => name);
    const usual: Score = {
      ...score,
      ...{ total: 2, min: 2, max: 2, complete: true, missing: [], tier: 'low', highestTier: 'low', late: false },
      components: Object.fromEntries(names.map((name) => [name, 0])),
      inputs: (knownCharts[0] ?? []).map(([parameter, code], index) => ({
        parameter,
        code,
        observationId: ObservationId.parse(`4c7c6f0e-1a54-4b52-8f3e-0d6f0b6f000${String(index)}`),
        value: 97,
        takenAt: score.at,
        ageSeconds: 0,
      })),
    };
    const short = JSON.stringify(shortScore(usual));
    expect(short.length * 4).toBeLessThan(JSON.stringify(usual).length);
    expect(short).toContain('"min":2,"tier":"low"');
    expect(short).toContain('"ruleSet":"news2-2017"');
  });
});

describe('a short id', () => {
  it('stands for the UUID, in 22 characters', () => {
    fc.assert(
      fc.property(aUuid, (uuid) => {
        expect(shortId(uuid)).toHaveLength(22);
        expect(wholeId(shortId(uuid))).toBe(uuid);
      }),
    );
  });

  it('differs from others of its message by a step', () => {
    fc.assert(
      fc.property(anId, anId, (one, other) => {
        const step = stepBetween(one, other);
        if (step === undefined) expect(one.slice(0, 32)).not.toBe(other.slice(0, 32));
        else expect(stepFrom(one, step)).toBe(other);
      }),
    );
  });
});
