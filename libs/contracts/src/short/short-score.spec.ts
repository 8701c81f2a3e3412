import { observationCodes, tiers } from '#libs/clinical';
import fc from 'fast-check';
import { scoreId } from '../events/derived-ids.ts';
import type { Score } from '../events/score.ts';
import { EventId, ObservationId, PatientId } from '../ids.ts';
import { instant } from '../instant.ts';
import { knownCharts } from './chart-names.ts';
import { shortId, stepBetween, stepFrom, wholeId } from './short-id.ts';
import { shortScore, wholeScore } from './short-score.ts';

const atMs = Date.UTC(2026, 10, 21, 8, 30);
const aUuid = fc.uuid();
/** Ids as one message gives them, and others. */
const anId = fc.oneof(
  aUuid,
  fc.nat({ max: 0xffff }).map((end) => `4c7c6f0e-1a54-5b52-8f3e-0d6f0b6f${end.toString(16).padStart(4, '0')}`),
);
const ago = fc.oneof(fc.constant(0), fc.constant(60_000), fc.nat({ max: 86_400_000 }));
const anInput = fc.record({
  ago,
  id: anId,
  code: fc.option(fc.constantFrom(...observationCodes)),
  value: fc.oneof(fc.nat(200), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant('A')),
  extras: fc.record(
    {
      quality: fc.constant({ perfusionIndex: 1.4 }),
      correctedBy: fc.integer({ min: 1, max: 900 }),
    },
    { requiredKeys: [] },
  ),
});
const anAsked = fc.record({ ago, every: fc.constantFrom(30, 720), after: fc.constantFrom(0, 5_000) });
const someNames = fc.constantFrom(...knownCharts.map((chart) => chart.map(([name]) => name)), [
  'heartRate',
  'colour',
  'age',
]);
const someTier = fc.constantFrom(...tiers);

const aScore: fc.Arbitrary<Score> = fc
  .record({
    patientId: aUuid,
    names: someNames,
    inputs: fc.array(fc.option(anInput), { maxLength: 8 }),
    asked: fc.array(fc.option(anAsked), { maxLength: 8 }),
    points: fc.array(fc.constantFrom(0 as const, 1 as const, 3 as const, null), { minLength: 8, maxLength: 8 }),
    range: fc.constantFrom(
      { total: 3, min: 3, max: 3 },
      { total: null, min: 1, max: 4 },
      { total: null, min: 2, max: 2 },
    ),
    missing: fc.boolean(),
    tier: someTier,
    highestTier: someTier,
    rest: fc.record({
      revision: fc.integer({ min: 1, max: 3 }),
      scale: fc.constantFrom(1 as const, 2 as const),
      late: fc.boolean(),
      withdrawn: fc.boolean(),
      because: fc.constantFrom('reading' as const, 'aged-out' as const),
      pathway: fc.constantFrom(null, 'heart-failure@1'),
      within: fc.constantFrom(null, 30),
      receivedAfter: fc.integer({ min: -5_000, max: 900_000 }),
    }),
  })
  .map((made): Score => {
    const { names, rest } = made;
    const { total, min, max } = made.range;
    const codes = knownCharts.find((chart) => chart.map(([name]) => name).join() === names.join());
    const codeOf = (index: number) => codes?.[index]?.[1] ?? 'pulse-rate';
    const at = instant(atMs);
    const patientId = PatientId.parse(made.patientId);
    const components = Object.fromEntries(names.map((name, index) => [name, made.points[index] ?? null]));
    const asked = made.asked.slice(0, names.length).flatMap((one, index) => {
      if (one === null) return [];
      const takenMs = atMs - one.ago;
      const when = { takenAt: instant(takenMs), everyMinutes: one.every, from: instant(takenMs + one.after) };
      return [{ code: codeOf(index), ...when }];
    });
    return {
      id: scoreId(patientId, at),
      revision: rest.revision,
      patientId,
      at,
      total,
      min,
      max,
      complete: total !== null,
      tier: made.tier,
      highestTier: made.highestTier,
      scale: rest.scale,
      monitoring: 'every 1 h',
      responseWithinMinutes: rest.within,
      ruleSet: 'news2-2017',
      missing: made.missing ? names.filter((name) => components[name] === null) : [],
      agedOut: [],
      scalePrescription: null,
      components,
      late: rest.late,
      because: rest.because,
      withdrawn: rest.withdrawn,
      pathway: rest.pathway,
      inputs: made.inputs.slice(0, names.length).flatMap((one, index) => {
        if (one === null) return [];
        const { value, extras } = one;
        return [
          {
            parameter: names[index] ?? '',
            code: one.code ?? codeOf(index),
            observationId: ObservationId.parse(one.id),
            value: value === 0 ? 0 : value,
            takenAt: instant(atMs - one.ago),
            ageSeconds: Math.floor(one.ago / 1000),
            ...extras,
          },
        ];
      }),
      ...(asked.length === 0 ? {} : { asked }),
      causedBy: EventId.parse(made.patientId),
      receivedAt: instant(atMs + rest.receivedAfter),
    };
  });

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
