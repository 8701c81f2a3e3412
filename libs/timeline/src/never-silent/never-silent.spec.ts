import fc from 'fast-check';
import { aSickLife, plainLife, plainReading, type SickLife } from './sick-life.harness.ts';
import { judge, silencesOf } from './silences.harness.ts';

describe('a person with a true reading in the high band of a vital sign', () => {
  it('is never silent: there is an alert within the time that the pathway states, or a reason why not', () => {
    fc.assert(
      fc.property(aSickLife, (life) => {
        expect(silencesOf(life)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('alerts in most of the lives that are tried, so that reasons are no way round', () => {
    const judged = fc.sample(aSickLife, { numRuns: 500, seed: 1 }).flatMap(judge);
    const alerted = judged.filter(({ outcome }) => outcome === 'alerted');
    expect(alerted.length / judged.length).toBeGreaterThan(0.6);
  });
});

/** Each was found by the property above, or by `npm run faults -- silence`, and shrunk. */
describe('a life that once ended in silence', () => {
  it('alerts: a poor reading, of a plan by which it counts for less time than it waits for a repeat', () => {
    const life: SickLife = {
      ...plainLife,
      sick: [{ ...plainReading, fate: 'poor' }],
      admission: { ...plainLife.admission, validFor: 1 },
    };
    expect(silencesOf(life)).toEqual([]);
  });

  it('alerts: a value in quarantine that is critical in anybody, on a pathway that does not measure it', () => {
    const life: SickLife = {
      ...plainLife,
      sign: { code: 'blood-ketones', side: 'high' },
      sick: [{ ...plainReading, fate: 'quarantined' }],
    };
    expect(silencesOf(life)).toEqual([]);
  });

  it('has a reason: a poor reading that a good one repeats while the plan accepts such values, and both age out', () => {
    const life: SickLife = {
      ...plainLife,
      sign: { code: 'respiration-rate', side: 'low' },
      sick: [
        { ...plainReading, fate: 'poor' },
        { ...plainReading, after: 1 },
        { ...plainReading, after: 10, fate: 'quarantined' },
      ],
      admission: { ...plainLife.admission, pathway: 'acute-respiratory' },
      plans: [
        {
          ...plainLife.admission,
          minute: 0,
          pathway: 'acute-respiratory',
          ceiling: { alertAtMost: 'none', reviewAfter: 1 },
          accepts: { beyond: 0, reviewAfter: 9 },
          dueEvery: 5,
        },
      ],
    };
    expect(judge(life).map(({ outcome }) => outcome)).toEqual(['accepted as usual', 'accepted as usual', 'alerted']);
  });
});
