import { instant, type Instant, type MonitoringPlan, PatientId, StayId, WardId } from '#libs/contracts';
import { endedReviews, reviewsOf } from './reviews.ts';

const at = instant(Date.parse('2026-11-22T08:00:00Z'));
const later = (minutes: number): Instant => instant(Date.parse(at) + minutes * 60_000);
const stay = {
  stayId: StayId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a01'),
  wardId: WardId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a02'),
  pathway: 'general',
  admittedAt: at,
};
const ceilingOfCare = {
  alertAtMost: 'none',
  instruction: null,
  decidedBy: { id: 'first', name: 'Dr First' },
  decidedAt: at,
  reason: 'Agreed with her',
  reviewAt: later(10),
} as const;
const aPlan = (over: Partial<MonitoringPlan> = {}): MonitoringPlan => ({
  patientId: PatientId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a03'),
  revision: 1,
  ruleSet: { id: 'general', version: 1 },
  stay,
  oxygenScale: null,
  exclusion: null,
  thresholds: [],
  ceilingOfCare,
  monitoring: 'intermittent',
  validityMinutes: {},
  dueEveryMinutes: {},
  latenessHours: 24,
  pauses: [],
  scoredFrom: null,
  measures: [],
  changedAt: at,
  ...over,
});

describe('What is to be reviewed of a plan', () => {
  it('is what lapses, from when it does, with who decided it and why', () => {
    const [review] = reviewsOf(aPlan());
    expect(review).toMatchObject({ kind: 'review-ceiling', subject: 'ceiling-of-care', dueAt: later(10) });
    expect(review?.words).toContain('Decided by Dr First on 22 November 2026: Agreed with her.');
  });

  it('is nothing without a stay', () => {
    expect(reviewsOf(aPlan({ stay: null }))).toEqual([]);
  });

  it('ends with what was to be reviewed', () => {
    expect(endedReviews(aPlan(), aPlan({ ceilingOfCare: null }))).toMatchObject([{ subject: 'ceiling-of-care' }]);
    expect(endedReviews(aPlan(), aPlan())).toEqual([]);
    expect(endedReviews(undefined, aPlan())).toEqual([]);
  });
});
