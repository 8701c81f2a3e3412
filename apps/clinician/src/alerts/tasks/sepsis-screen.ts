import { codeInWords, type ResponseRules, valueInWords } from '#libs/clinical';
import { type AlertTier, alertTierOf, type Instant, instant, type PatientFlag, type Score } from '#libs/contracts';
import type { TaskRecord } from './task-record.ts';
import { isMoreUrgent } from './urgency.ts';

type SepsisRules = ResponseRules['sepsis'];

export type ScreenDecision =
  | { readonly change: 'open'; readonly because: 'first' | 'risen' | 'still'; readonly tier: AlertTier }
  /** It remains open, and is to be done sooner. */
  | { readonly change: 'revise'; readonly because: 'risen'; readonly tier: AlertTier }
  | { readonly change: 'nothing'; readonly because: 'below' | 'no-infection' | 'unchanged' | 'holds' };

/** What makes infection suspected; empty where nothing does. */
export function suspicions(
  { inputs }: Pick<Score, 'inputs'>,
  known: {
    readonly flags: readonly PatientFlag[];
    /** The title of the pathway, where everybody on it is suspected to have an infection. */
    readonly infectionPathway: string | undefined;
    readonly rules: SepsisRules;
  },
): readonly string[] {
  const { flags, infectionPathway, rules } = known;
  const temperature = inputs.find(({ code }) => code === 'temperature')?.value;
  const { below, above } = rules.temperature;
  const isOutside = typeof temperature === 'number' && (temperature < below || temperature > above);
  return [
    ...(flags.some(({ kind }) => kind === 'suspected-infection') ? ['it is a flag of the patient'] : []),
    ...(infectionPathway === undefined ? [] : [`the pathway is ${infectionPathway}`]),
    ...(isOutside ? [`the ${codeInWords('temperature')} is ${valueInWords('temperature', temperature)}`] : []),
  ];
}

/** Whether a score asks for a screen, wherever infection is suspected. */
export function asksForScreen({ min, components }: Pick<Score, 'min' | 'components'>, rules: SepsisRules): boolean {
  const highest = Math.max(0, ...Object.values(components).map((points) => points ?? 0));
  return min >= rules.fromTotal || highest >= rules.orAnyParameterAtLeast;
}

/**
 * Whether a patient is to be screened for sepsis. One screen is open at a time; what was found holds for a while, unless the
 * level rises. The alert of the score is raised all the same, and by itself.
 *
 * @param task the newest of the stay, open or closed.
 */
export function decideScreen(
  task: Pick<TaskRecord, 'state' | 'askedFor' | 'closedAt'> | undefined,
  score: Pick<Score, 'min' | 'components' | 'tier'> & { readonly isInfected: boolean },
  { rules, now }: { readonly rules: SepsisRules; readonly now: Date },
): ScreenDecision {
  const tier = alertTierOf(score.tier);
  if (tier === null || !asksForScreen(score, rules)) return { change: 'nothing', because: 'below' };
  if (!score.isInfected) return { change: 'nothing', because: 'no-infection' };
  if (task === undefined) return { change: 'open', because: 'first', tier };
  const hasRisen = isMoreUrgent(tier, task.askedFor?.tier ?? 'low');
  if (task.state === 'open') {
    return hasRisen ? { change: 'revise', because: 'risen', tier } : { change: 'nothing', because: 'unchanged' };
  }
  if (hasRisen) return { change: 'open', because: 'risen', tier };
  const isHeld = now.getTime() < Date.parse(task.closedAt ?? '') + rules.holdsForMinutes * 60_000;
  return isHeld ? { change: 'nothing', because: 'holds' } : { change: 'open', because: 'still', tier };
}

/** By when it is to be done; never later than was asked for before. */
export function screenedBy(
  tier: AlertTier,
  before: Instant | null,
  { rules, now }: { rules: SepsisRules; now: Date },
): Instant {
  const by = instant(now.getTime() + rules.withinMinutes[tier] * 60_000);
  return before !== null && before < by ? before : by;
}

/** What is to be done, and why. */
export const screenWords = (score: string, why: readonly string[]): string =>
  `${score}, and infection is suspected: ${why.join('; ')}. Screen for sepsis, and say what was found. The alert is to be answered all the same.`;
