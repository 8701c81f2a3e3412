import { absenceInWords, codeInWords, limitInWords, rangeInWords, type Tier, valueInWords } from '#libs/clinical';
import {
  type Instant,
  type MonitoringPause,
  type PersonalAbsence,
  type PersonalThreshold,
  type Plan,
  dayAndTimeInWords,
} from '#libs/contracts';
import { capitalised } from './time-in-words.ts';

/** As much of a plan in force as is said of it. */
export type PlanInWords = Pick<
  Plan,
  | 'oxygenScale'
  | 'lapsedOxygenScale'
  | 'targetSaturation'
  | 'exclusion'
  | 'thresholds'
  | 'absences'
  | 'ceilingOfCare'
  | 'escalation'
  | 'pauses'
>;

const tierNames: Readonly<Record<Tier, string>> = {
  low: 'low',
  'low-medium': 'low–medium',
  medium: 'medium',
  high: 'high',
};

const pauseReasons: Readonly<Record<MonitoringPause['reason'], string>> = {
  asleep: 'asleep',
  away: 'away',
  refused: 'refuses measurements',
  'in-hospital': 'in hospital',
};

export const tierInWords = (tier: Tier): string => tierNames[tier];

/** What was decided about how the patient is monitored, a sentence each; that nothing was decided is said as well. */
export function planLines(plan: PlanInWords, now: Instant): readonly string[] {
  return [
    ceilingInWords(plan),
    scaleInWords(plan),
    ...targetLines(plan),
    ...(plan.exclusion === null
      ? []
      : [`No early-warning chart applies: ${exclusionInWords(plan.exclusion)}. Thresholds alone alert.`]),
    ...plan.thresholds.map(thresholdInWords),
    ...(plan.absences ?? []).map(absenceLine),
    ...plan.pauses
      .filter(({ until }) => until > now)
      .toSorted((one, other) => (one.from < other.from ? -1 : 1))
      .map((pause) => pauseInWords(pause, now)),
  ];
}

export const exclusionInWords = (exclusion: string): string =>
  exclusion === 'under-16' ? 'under 16 years old' : exclusion.replaceAll('-', ' ');

/** How far alerts may go, by whose decision, and what is to be done about them. */
export function ceilingInWords({
  ceilingOfCare,
  escalation,
}: Pick<PlanInWords, 'ceilingOfCare' | 'escalation'>): string {
  const { alertAtMost, instruction } = escalation;
  if (alertAtMost === 'high' && instruction === null) return 'No ceiling of care is set.';
  const limit =
    alertAtMost === 'none'
      ? 'no alerts for a score, a limit or a trend'
      : `alerts are ${tierInWords(alertAtMost)} at most`;
  const by =
    ceilingOfCare === null
      ? ' (by the pathway)'
      : ` (${ceilingOfCare.decidedBy.name}, ${dayAndTimeInWords(ceilingOfCare.decidedAt)}: ${ceilingOfCare.reason})`;
  return [
    alertAtMost === 'high' ? `Ceiling of care${by}.` : `Ceiling of care: ${limit}${by}.`,
    ...(instruction === null ? [] : [ended(instruction)]),
  ].join(' ');
}

function scaleInWords({ oxygenScale, lapsedOxygenScale }: PlanInWords): string {
  if (oxygenScale !== null) {
    const { prescribedBy, reason, reviewAt } = oxygenScale;
    return `SpO2 is scored on scale 2, prescribed by ${prescribedBy.name}: ${ended(reason)} To be reviewed by ${dayAndTimeInWords(reviewAt)}.`;
  }
  if (lapsedOxygenScale === null) return 'SpO2 is scored on scale 1.';
  const { prescribedBy, reviewAt } = lapsedOxygenScale;
  return `SpO2 is scored on scale 1: the prescription of scale 2 by ${prescribedBy.name} lapsed at ${dayAndTimeInWords(reviewAt)}.`;
}

function targetLines({ targetSaturation = null }: PlanInWords): readonly string[] {
  if (targetSaturation === null) return [];
  const { prescribedBy, reason, reviewAt } = targetSaturation;
  const by = `prescribed by ${prescribedBy.name}: ${ended(reason)}`;
  return [
    `The target SpO2 is ${rangeInWords(targetSaturation)}, ${by} To be reviewed by ${dayAndTimeInWords(reviewAt)}.`,
  ];
}

function thresholdInWords(threshold: PersonalThreshold): string {
  const { code, direction, limit, reason } = threshold;
  const name = capitalised(codeInWords(code));
  return threshold.effect === 'alert'
    ? `${name} ${limitInWords(code, direction, limit)} alerts as ${tierInWords(threshold.tier)}: ${ended(reason)}`
    : `${name} ${direction === 'above' ? 'up' : 'down'} to ${valueInWords(code, limit)} is usual for this patient: ${ended(reason)}`;
}

function absenceLine({ code, alert, reason }: PersonalAbsence): string {
  const name = capitalised(codeInWords(code));
  if (alert === null) return `${name} does not alert: ${ended(reason)}`;
  const { absence, tier, response } = alert;
  return `${name}, ${absenceInWords(absence)}, alerts as ${tierInWords(tier)}, ${ended(response)} ${ended(reason)}`;
}

/** `Monitoring is paused until 14:00 on 22 November: asleep.` */
export function pauseInWords(
  { reason, from, until }: Pick<MonitoringPause, 'reason' | 'from' | 'until'>,
  now: Instant,
) {
  const begins = from > now ? `will be paused from ${dayAndTimeInWords(from)}` : 'is paused';
  return `Monitoring ${begins} until ${dayAndTimeInWords(until)}: ${pauseReasons[reason]}.`;
}

/** What a person typed, as a sentence. */
export const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
