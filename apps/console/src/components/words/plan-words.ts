import { absenceInWords, type EventRule, limitInWords } from '#libs/clinical';
import type {
  BoardRow,
  MonitoringPause,
  OxygenScalePrescription,
  PersonalAbsence,
  PersonalThreshold,
  Plan,
  PlanNotFollowed,
  TargetSaturation,
} from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { dateWords, timeWords } from './time-words.ts';
import { lowerTier } from './risk-words.ts';
import { longValue, vitalName } from './vital-words.ts';

type Ceiling = NonNullable<BoardRow['ceilingOfCare']>;

export const pauseReasonWords = {
  asleep: 'Asleep',
  away: 'Away',
  refused: 'Refuses measurements',
  'in-hospital': 'In hospital',
} as const satisfies Record<MonitoringPause['reason'], string>;

/** What a ceiling of care does to alerts; null where nothing is held back and nothing has to be said. */
export function ceilingWords(ceiling: Ceiling | null): { readonly tag: string; readonly sentence: string } | null {
  if (ceiling === null) return null;
  const { alertAtMost, instruction } = ceiling;
  const words = limitWords(alertAtMost);
  if (words === null) return instruction === null ? null : { tag: 'Ceiling of care', sentence: instruction };
  return { tag: words.tag, sentence: instruction === null ? words.sentence : `${words.sentence} ${instruction}` };
}

/** Up to which tier alerts are raised; null where up to the highest. */
function limitWords(alertAtMost: Ceiling['alertAtMost']) {
  if (alertAtMost === 'high') return null;
  if (alertAtMost === 'none')
    return {
      tag: 'Ceiling of care: no alerts',
      sentence: 'No alerts for a score, limit or trend; they are shown.',
    };
  return {
    tag: `Ceiling of care: alerts up to ${lowerTier(alertAtMost)}`,
    sentence: `Alerts are raised as ${lowerTier(alertAtMost)} at most; the score is unchanged.`,
  };
}

/** `Paused until 14:00: asleep`. */
export function pauseWords(pause: NonNullable<BoardRow['pause']>, now: number): string {
  return `Paused until ${timeWords(pause.until, now)}: ${pauseReasonWords[pause.reason].toLocaleLowerCase('en-GB')}`;
}

/** `The plan changed at 14:03 is not in force yet: what it asks for does not alert.` */
export function planNotFollowedWords({ changedAt, because }: PlanNotFollowed, now: number): string {
  const at = timeWords(changedAt, now);
  switch (because) {
    case 'not-taken':
      return t`The plan changed at ${at} is not in force yet: what it asks for does not alert.`;
    case 'refused':
      return t`The plan changed at ${at} could not be read by scoring: what it asks for does not alert. Call operations.`;
    case 'in-future':
      return t`The plan was changed by a clock that was ahead and holds from ${at}: change it again to have it in force now.`;
  }
}

/** `Pulse above 120 per minute alerts as high`; `Oxygen saturation down to 90% is usual for this patient`. */
export function thresholdWords(threshold: PersonalThreshold): string {
  const { code, direction, limit } = threshold;
  const { name } = vitalName(code);
  return threshold.effect === 'alert'
    ? `${name} ${limitInWords(code, direction, limit)} alerts as ${lowerTier(threshold.tier)}`
    : `${name} ${direction === 'above' ? 'up' : 'down'} to ${longValue(code, limit)} is usual for this patient and raises no alert below the high tier`;
}

/** `Out of bed, not back within 20 min, between 22:00 and 06:00, alerts as high: ring her daughter`. */
export function absenceWords({ code, alert }: PersonalAbsence): string {
  const { name } = vitalName(code);
  if (alert === null) return t`${name} does not alert`;
  const [absence, tier] = [absenceInWords(alert.absence), lowerTier(alert.tier)];
  return t`${name}, ${absence}, alerts as ${tier}: ${alert.response.replace(/\.$/, '')}`;
}

/** `not back within 20 min, between 22:00 and 06:00, alerts as medium`, of a rule of the pathway. */
export function absenceRuleWords({ absence, tier }: Pick<EventRule, 'absence' | 'tier'>): string {
  const words = lowerTier(tier);
  if (absence === undefined) return t`alerts as ${words} at once`;
  const late = absenceInWords(absence);
  return t`${late}, alerts as ${words}`;
}

/** `Scale 2, prescribed by Dr R. Iyer on …: why. To be reviewed by …` */
export function prescriptionWords(prescription: OxygenScalePrescription): string {
  const { prescribedBy, prescribedAt, reason, reviewAt } = prescription;
  return `Scale 2, prescribed by ${prescribedBy.name} on ${dateWords(prescribedAt)}: ${reason}. To be reviewed by ${dateWords(reviewAt)}.`;
}

/** That a prescription is over because it was not reviewed in time, and what that means. */
export function lapsedScaleWords({ prescribedBy, reviewAt }: OxygenScalePrescription, now: number): string {
  return `The prescription of scale 2 by ${prescribedBy.name} lapsed at ${timeWords(reviewAt, now)}: scale 1 is in force until it is renewed.`;
}

/** `92–96%, prescribed by Dr R. Iyer on …: why. To be reviewed by …` */
export function targetWords(target: TargetSaturation): string {
  const { from, to, prescribedBy, prescribedAt, reason, reviewAt } = target;
  return `${String(from)}–${String(to)}%, prescribed by ${prescribedBy.name} on ${dateWords(prescribedAt)}: ${reason}. To be reviewed by ${dateWords(reviewAt)}.`;
}

/** By whom something was decided, when, and until when it holds: `Dr R. Iyer on 1 November 2026. To be reviewed by …`. */
export function decisionWords(decided: {
  readonly by: string;
  readonly at: string;
  readonly reviewAt: string | null;
}): string {
  const review = decided.reviewAt === null ? '' : ` To be reviewed by ${dateWords(decided.reviewAt)}.`;
  return `${decided.by} on ${dateWords(decided.at)}.${review}`;
}

/** Pauses that are not over, the one in force first. */
export const pausesAhead = (plan: Pick<Plan, 'pauses'>, now: number): readonly MonitoringPause[] =>
  plan.pauses.filter(({ until }) => Date.parse(until) > now).toSorted((one, other) => (one.from < other.from ? -1 : 1));

/** Minutes as people say how often or for how long: `15 min`, `4 h`, `1 day`, `36 h`. */
export function everyWords(minutes: number): string {
  if (minutes % 1440 === 0) return minutes === 1440 ? '1 day' : `${String(minutes / 1440)} days`;
  return minutes % 60 === 0 ? `${String(minutes / 60)} h` : `${String(minutes)} min`;
}
