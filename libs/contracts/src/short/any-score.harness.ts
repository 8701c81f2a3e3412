import { observationCodes, tiers } from '#libs/clinical';
import fc from 'fast-check';
import { scoreId } from '../events/derived-ids.ts';
import type { Score } from '../events/score.ts';
import { EventId, ObservationId, PatientId } from '../ids.ts';
import { instant } from '../instant.ts';
import { knownCharts } from './chart-names.ts';

const atMs = Date.UTC(2026, 10, 21, 8, 30);
export const aUuid = fc.uuid();
/** Ids as one message gives them, and others. */
export const anId = fc.oneof(
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

export const aScore: fc.Arbitrary<Score> = fc
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
