import { type BurdenFigures, conditionOf, WardId } from '#libs/contracts';
import fc from 'fast-check';
import { BurdenTally, type CountedAlert, noBurden, type Presence, spreadOf, wardAt } from './burden.ts';
import { shiftPartsOf } from './shifts.ts';

const [one, other] = ['5f6d3c1e-2a4b-4c8d-9e0f-1a2b3c4d5e6f', '6a7e4d2f-3b5c-4d9e-8f1a-2b3c4d5e6f70'].map((id) =>
  WardId.parse(id),
) as [WardId, WardId];
const hourMs = 3_600_000;
const from = Date.parse('2026-03-27T00:00:00Z');
/** With the night in which clocks go forward in it. */
const until = from + 5 * 24 * hourMs;
const tallyOf = (): BurdenTally => new BurdenTally(shiftPartsOf(from, until, 'Europe/London'));

const anAlert = (over: Partial<CountedAlert> = {}): CountedAlert => ({
  raisedAt: from + hourMs,
  wardId: one,
  condition: conditionOf('score'),
  notifications: 2,
  outcome: null,
  minutesToAcknowledge: null,
  minutesToResolve: null,
  breached: false,
  snoozes: 0,
  lapses: 0,
  escalations: 0,
  ...over,
});

/** The figures of which those of the parts make those of the whole. */
const additive = [
  'alerts',
  'ended',
  'withAction',
  'acknowledged',
  'resolved',
  'breaches',
  'snoozes',
  'lapses',
  'escalations',
  'notifications',
] as const;
const sumOf = (parts: readonly BurdenFigures[], of: (typeof additive)[number] | 'patientDays'): number =>
  parts.reduce((sum, figures) => sum + figures[of], 0);

describe('The burden of alerts', () => {
  it('is none without patients and alerts', () => {
    expect(noBurden()).toMatchObject({ patientDays: 0, alerts: 0, alertsPerPatientDay: null, shareWithAction: null });
    const { total, byDay, byShift } = tallyOf().totals();
    expect(total).toEqual(noBurden());
    expect(byDay.map(({ day }) => day)).toEqual([
      '2026-03-27',
      '2026-03-28',
      '2026-03-29',
      '2026-03-30',
      '2026-03-31',
      '2026-04-01',
    ]);
    expect(byShift.map(({ shift }) => shift)).toEqual(['day', 'night']);
  });

  it('counts alerts for each day that a patient was there', () => {
    const tally = tallyOf();
    tally.addPresence({ wardId: one, from: from - 90 * hourMs, until: from + 36 * hourMs });
    tally.addPresence({ wardId: other, from: from + 36 * hourMs, until: Infinity });
    tally.addAlert(anAlert({ outcome: 'visit-arranged', minutesToAcknowledge: 10, minutesToResolve: 60 }));
    tally.addAlert(anAlert({ outcome: 'no-action', minutesToAcknowledge: 20, minutesToResolve: 80 }));
    tally.addAlert(anAlert({ raisedAt: from + 40 * hourMs, wardId: other, notifications: 5, breached: true }));
    const { total, byWard, byRule } = tally.totals();
    expect(total).toMatchObject({
      patientDays: 5,
      alerts: 3,
      alertsPerPatientDay: 0.6,
      ended: 2,
      withAction: 1,
      shareWithAction: 0.5,
      minutesToAcknowledge: { median: 15, p90: 19 },
      minutesToResolve: { median: 70, p90: 78 },
      breaches: 1,
      notifications: 9,
      notificationsPerAlert: 3,
    });
    expect(byWard.get(one)).toMatchObject({ patientDays: 1.5, alerts: 2, breaches: 0 });
    expect(byWard.get(other)).toMatchObject({ patientDays: 3.5, alerts: 1, breaches: 1 });
    expect(byRule).toMatchObject([
      { condition: 'score', conditionKind: 'score', figures: { alertsPerPatientDay: 0.6 } },
    ]);
  });

  it('puts an alert into the shift and the day in which it was raised, and leaves out those of another time', () => {
    const tally = tallyOf();
    tally.addAlert(anAlert({ raisedAt: Date.parse('2026-03-29T07:00:00Z') }));
    tally.addAlert(anAlert({ raisedAt: from - 1 }));
    tally.addAlert(anAlert({ raisedAt: until }));
    const { total, byShift, byDay } = tally.totals();
    expect(total.alerts).toBe(1);
    expect(byShift.map(({ shift, figures }) => [shift, figures.alerts])).toEqual([
      ['day', 1],
      ['night', 0],
    ]);
    expect(byDay.filter(({ figures }) => figures.alerts > 0).map(({ day }) => day)).toEqual(['2026-03-29']);
  });

  it('puts the rules with the most alerts first', () => {
    const tally = tallyOf();
    const conditions = [conditionOf('silence'), conditionOf('threshold', 'glucose-low'), conditionOf('silence')];
    for (const condition of conditions) tally.addAlert(anAlert({ condition }));
    expect(tally.totals().byRule.map(({ condition }) => condition)).toEqual(['silence', 'threshold:glucose-low']);
  });

  it('adds up over wards, shifts, rules and days', () => {
    const time = fc.integer({ min: from - 30 * hourMs, max: until + 30 * hourMs });
    const wardId = fc.constantFrom(one, other);
    const presence = fc.record<Presence>({ wardId, from: time, until: time });
    const minutes = fc.option(fc.integer({ min: 0, max: 999 }));
    const few = fc.nat(3);
    const alert = fc.record<CountedAlert>({
      raisedAt: time,
      wardId,
      condition: fc.constantFrom(conditionOf('score'), conditionOf('silence'), conditionOf('trend', 'weight-gain')),
      notifications: few,
      outcome: fc.constantFrom(null, 'no-action', 'other', 'withdrawn'),
      minutesToAcknowledge: minutes,
      minutesToResolve: minutes,
      breached: fc.boolean(),
      snoozes: few,
      lapses: few,
      escalations: few,
    });
    fc.assert(
      fc.property(fc.array(presence, { maxLength: 12 }), fc.array(alert, { maxLength: 40 }), (presences, alerts) => {
        const tally = tallyOf();
        for (const each of presences) if (each.from < each.until) tally.addPresence(each);
        for (const each of alerts) tally.addAlert(each);
        const { total, byWard, byShift, byRule, byDay } = tally.totals();
        const figures = [byShift, byRule, byDay].map((parts) => parts.map((part) => part.figures));
        for (const parts of [[...byWard.values()], ...figures]) {
          for (const of of additive) expect(sumOf(parts, of)).toBe(total[of]);
        }
        for (const parts of [
          [...byWard.values()],
          byShift.map((part) => part.figures),
          byDay.map((part) => part.figures),
        ]) {
          expect(sumOf(parts, 'patientDays')).toBeCloseTo(total.patientDays, 9);
        }
        for (const part of byRule) expect(part.figures.patientDays).toBe(total.patientDays);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    [[], null],
    [[7], { median: 7, p90: 7 }],
    [[30, 10, 20], { median: 20, p90: 28 }],
  ])('says how long it took: %j', (minutes, spread) => {
    expect(spreadOf(minutes)).toEqual(spread);
  });
});

describe('The ward of an alert', () => {
  const presences: readonly Presence[] = [
    { wardId: one, from: 10, until: 20 },
    { wardId: other, from: 20, until: 30 },
  ];
  it.each([
    [10, one],
    [19, one],
    [20, other],
    [35, other],
    [5, one],
  ])('is where the patient was at %d', (time, ward) => {
    expect(wardAt(presences, time)).toBe(ward);
  });
  it('is not known of a stay without any', () => {
    expect(wardAt([], 5)).toBeUndefined();
  });
});
