import { instant, type Instant, type MonitoringPlan, PauseId, ThresholdId } from '#libs/contracts';
import { aNurse, aPrescriber } from '#libs/fixtures';
import { nextLapse } from './plan-lapse.ts';

const at = instant(Date.parse('2026-11-22T08:00:00Z'));
const later = (minutes: number): Instant => instant(Date.parse(at) + minutes * 60_000);
const id = '0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a03';

type Parts = Parameters<typeof nextLapse>[0];
const lasting: Parts = { scoredFrom: null, oxygenScale: null, ceilingOfCare: null, thresholds: [], pauses: [] };
const decision = { decidedBy: aPrescriber, reason: 'Agreed with her', decidedAt: at };

const oxygenScale = (minutes: number): MonitoringPlan['oxygenScale'] => ({
  scale: 2,
  prescribedBy: aPrescriber,
  reason: 'COPD, hypercapnic in 2024',
  prescribedAt: at,
  reviewAt: later(minutes),
});
const ceiling = (reviewAt: Instant | null): MonitoringPlan['ceilingOfCare'] => ({
  alertAtMost: 'medium',
  instruction: null,
  ...decision,
  reviewAt,
});
const threshold = (minutes: number): MonitoringPlan['thresholds'][number] => ({
  id: ThresholdId.parse(id),
  effect: 'alert',
  code: 'pulse-rate',
  direction: 'below',
  limit: 45,
  tier: 'medium',
  ...decision,
  reviewAt: later(minutes),
});
const pause = (from: number, until: number): MonitoringPlan['pauses'][number] => ({
  id: PauseId.parse(id),
  reason: 'asleep',
  from: later(from),
  until: later(until),
  decidedBy: aNurse,
});

describe('A plan changes by itself next', () => {
  it.each<[string, Partial<Parts>, number | undefined]>([
    ['never, where nothing of it is bound to a time', {}, undefined],
    ['when the patient turns 16', { scoredFrom: later(7) }, 7],
    ['when a prescription lapses', { oxygenScale: oxygenScale(6) }, 6],
    ['when a ceiling of care lapses', { ceilingOfCare: ceiling(later(5)) }, 5],
    ['never by a ceiling of care that is not to be reviewed', { ceilingOfCare: ceiling(null) }, undefined],
    ['when the first of several thresholds lapses', { thresholds: [threshold(9), threshold(4)] }, 4],
    ['when a pause begins', { pauses: [pause(3, 8)] }, 3],
    ['when a pause that has begun is over', { pauses: [pause(-1, 8)] }, 8],
    ['by whatever comes first', { oxygenScale: oxygenScale(6), pauses: [pause(-9, 2)] }, 2],
    [
      'not by what has lapsed, nor by what lapses just now',
      { oxygenScale: oxygenScale(-1), pauses: [pause(-9, 0)] },
      undefined,
    ],
  ])('%s', (_claim, parts, minutes) => {
    expect(nextLapse({ ...lasting, ...parts }, at)).toBe(minutes === undefined ? undefined : later(minutes));
  });
});
