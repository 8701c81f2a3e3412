import { absenceInWords, codeInWords, limitInWords, rangeInWords, valueInWords } from '#libs/clinical';
import type {
  CeilingOfCare,
  Instant,
  MonitoringPlan,
  PersonalAbsence,
  PersonalThreshold,
  PersonReference,
} from '#libs/contracts';
import type { ScheduledTask } from './task-record.ts';

/** What is to be reviewed of a plan and when, past reviews included; nothing without a stay. */
export function reviewsOf({
  patientId,
  stay,
  oxygenScale,
  targetSaturation = null,
  thresholds,
  absences = [],
  ceilingOfCare,
}: MonitoringPlan): readonly ScheduledTask[] {
  if (stay === null) return [];
  const whose = { patientId, stayId: stay.stayId, silentParty: null };
  return [
    ...(oxygenScale === null
      ? []
      : [
          {
            ...whose,
            kind: 'review-oxygen-scale' as const,
            subject: 'oxygen-scale',
            codes: ['oxygen-saturation' as const],
            dueAt: oxygenScale.reviewAt,
            words: `SpO2 scale 2 has lapsed, and scale 1 holds. ${decided('Prescribed', {
              by: oxygenScale.prescribedBy,
              at: oxygenScale.prescribedAt,
              reason: oxygenScale.reason,
            })} Prescribe it again, or leave it ended.`,
          },
        ]),
    ...(targetSaturation === null
      ? []
      : [
          {
            ...whose,
            kind: 'review-threshold' as const,
            subject: 'target-saturation',
            codes: ['oxygen-saturation' as const],
            dueAt: targetSaturation.reviewAt,
            words: `The target saturation of ${rangeInWords(targetSaturation)} has lapsed. ${decided('Prescribed', {
              by: targetSaturation.prescribedBy,
              at: targetSaturation.prescribedAt,
              reason: targetSaturation.reason,
            })} Prescribe it again, or leave it to the pathway.`,
          },
        ]),
    ...thresholds.map((threshold) => ({
      ...whose,
      kind: 'review-threshold' as const,
      subject: threshold.id,
      codes: [threshold.code],
      dueAt: threshold.reviewAt,
      words: `A threshold has lapsed: ${thresholdWords(threshold)}. ${decisionWords(threshold)} Set it again, or leave it to the pathway.`,
    })),
    ...absences.map((absence) => ({ ...whose, ...absenceReview(absence) })),
    ...ceilingReview(ceilingOfCare).map((review) => ({ ...whose, ...review })),
  ];
}

type Review = Omit<ScheduledTask, 'patientId' | 'stayId' | 'silentParty'>;

function ceilingReview(ceiling: MonitoringPlan['ceilingOfCare']): readonly Review[] {
  const dueAt = ceiling?.reviewAt ?? null;
  if (ceiling === null || dueAt === null) return [];
  const words = `The ceiling of care has lapsed: ${ceilingWords(ceiling)}. ${decisionWords(ceiling)} Decide it again, or leave it to the pathway.`;
  return [{ kind: 'review-ceiling', subject: 'ceiling-of-care', codes: [], dueAt, words }];
}

function absenceReview(absence: PersonalAbsence): Review {
  return {
    kind: 'review-threshold',
    subject: `absence-${absence.code}`,
    codes: [absence.code],
    dueAt: absence.reviewAt,
    words: `What the plan says of an absence has lapsed: ${absenceWords(absence)}. ${decisionWords(absence)} Set it again, or leave it to the pathway.`,
  };
}

/** The reviews of the plan before that the one after it has no more. */
export function endedReviews(before: MonitoringPlan | undefined, after: MonitoringPlan): readonly ScheduledTask[] {
  if (before === undefined) return [];
  const remaining = new Set(reviewsOf(after).map(keyOf));
  return reviewsOf(before).filter((review) => !remaining.has(keyOf(review)));
}

const keyOf = ({ stayId, kind, subject }: ScheduledTask): string => [stayId, kind, subject].join(' ');

function thresholdWords(threshold: PersonalThreshold): string {
  const { code, direction, limit } = threshold;
  return threshold.effect === 'alert'
    ? `${codeInWords(code)} ${limitInWords(code, direction, limit)} alerts as ${threshold.tier}`
    : `${codeInWords(code)} ${direction} normal is usual ${direction === 'above' ? 'up' : 'down'} to ${valueInWords(code, limit)}`;
}

function absenceWords({ code, alert }: PersonalAbsence): string {
  const name = codeInWords(code);
  return alert === null
    ? `${name} does not alert`
    : `${name}, ${absenceInWords(alert.absence)}, alerts as ${alert.tier}`;
}

function ceilingWords({ alertAtMost, instruction }: CeilingOfCare): string {
  const alerts = alertAtMost === 'none' ? 'no alert is raised' : `alerts are ${alertAtMost} at most`;
  return instruction === null ? alerts : `${alerts}, "${instruction}"`;
}

function decisionWords({ decidedBy, decidedAt, reason }: PersonalThreshold | PersonalAbsence | CeilingOfCare): string {
  return decided('Decided', { by: decidedBy, at: decidedAt, reason });
}

const londonDay = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' });

function decided(
  verb: string,
  { by, at, reason }: { readonly by: PersonReference; readonly at: Instant; readonly reason: string },
): string {
  return `${verb} by ${by.name} on ${londonDay.format(Date.parse(at))}: ${reason.replace(/[.!?]?$/, '.')}`;
}
