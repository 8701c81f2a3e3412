import { instant, MonitoringPlan, PatientId, StayId, WardId } from '#libs/contracts';
import { aPrescriber } from '#libs/fixtures';
import { endedReviews, reviewsOf } from './reviews.ts';

const at = instant(Date.parse('2026-11-22T08:00:00Z'));
const reviewAt = instant(Date.parse('2026-11-22T08:10:00Z'));

const away = MonitoringPlan.parse({
  patientId: PatientId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a03'),
  revision: 1,
  stay: null,
  oxygenScale: null,
  exclusion: null,
  scoredFrom: null,
  ruleSet: { id: 'general', version: 1 },
  monitoring: 'intermittent',
  validityMinutes: {},
  dueEveryMinutes: {},
  thresholds: [],
  ceilingOfCare: {
    alertAtMost: 'none',
    instruction: null,
    decidedBy: aPrescriber,
    reason: 'Agreed with her',
    decidedAt: at,
    reviewAt,
  },
  pauses: [],
  latenessHours: 24,
  measures: [],
  changedAt: at,
});
const there: MonitoringPlan = {
  ...away,
  stay: {
    stayId: StayId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a01'),
    wardId: WardId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a02'),
    pathway: 'general',
    admittedAt: at,
  },
};

describe('A plan is reviewed', () => {
  it('on a ward only', () => {
    expect(reviewsOf(away)).toEqual([]);
    expect(reviewsOf(there)).toMatchObject([{ kind: 'review-ceiling', dueAt: reviewAt }]);
    expect(reviewsOf(there)[0]?.words).toContain('Decided by Grace Prescriber on 22 November 2026: Agreed with her.');
  });

  it('with its target saturation, which has a review of its own', () => {
    const target = { from: 92, to: 96, prescribedBy: aPrescriber, reason: 'Usual', prescribedAt: at, reviewAt };
    const withTarget = { ...there, ceilingOfCare: null, targetSaturation: target };
    expect(reviewsOf(withTarget)).toMatchObject([{ kind: 'review-threshold', subject: 'target-saturation' }]);
    expect(reviewsOf(withTarget)[0]?.words).toMatch(/^The target saturation of 92 to 96 % has lapsed\. Prescribed by/);
  });

  it('with what it says of an absence', () => {
    const absence = { absence: { backWithinMinutes: 30 }, tier: 'high', response: 'ring' } as const;
    const decided = { decidedBy: aPrescriber, reason: 'Falls', decidedAt: at, reviewAt };
    const [task] = reviewsOf({
      ...there,
      ceilingOfCare: null,
      absences: [{ code: 'door-opened', alert: absence, ...decided }],
    });
    expect(task).toMatchObject({ kind: 'review-threshold', subject: 'absence-door-opened', codes: ['door-opened'] });
    expect(task?.words).toContain('door opened, not back within 30 min, alerts as high. Decided by Grace Prescriber');
  });

  it('no more once what was to be reviewed has been ended', () => {
    expect(endedReviews(there, there)).toEqual([]);
    expect(endedReviews(there, { ...there, ceilingOfCare: null })).toMatchObject([{ subject: 'ceiling-of-care' }]);
    expect(endedReviews(undefined, there)).toEqual([]);
  });
});
