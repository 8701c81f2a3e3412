import type { ResponseRules } from '#libs/clinical';
import type { Score } from '#libs/contracts';
import type { TaskRecord } from './task-record.ts';

export type AssessmentDecision =
  | { readonly change: 'open'; readonly because: 'entered' | 'risen' }
  /** It remains open, for the higher total and by the same time. */
  | { readonly change: 'revise'; readonly because: 'risen' }
  | { readonly change: 'cancel'; readonly because: 'nought' | 'alert' }
  /** Nothing is shown of it, but that the total was 0 in between. */
  | { readonly change: 'remember'; readonly because: 'nought' }
  | { readonly change: 'nothing'; readonly because: 'not-asked' | 'unchanged' | 'holds' };

type KnownTask = Pick<TaskRecord, 'state' | 'askedFor' | 'closedAt'>;

/**
 * Whether a registered nurse is to assess a patient at low risk whose total is not 0. It is asked once when the total enters
 * the band, and again when it rises within it; an assessment that was made holds for a while for totals that are no higher,
 * so that a total that flaps between 0 and 1 does not flood a ward. A patient for whom an alert is raised is not asked for twice.
 *
 * @param task the newest of the stay, open or closed.
 * @see Royal College of Physicians, NEWS2 (2017), charts 3 and 4: 1–4, assessment by a registered nurse.
 */
export function decideAssessment(
  task: KnownTask | undefined,
  { total, min, tier }: Pick<Score, 'total' | 'min' | 'tier'>,
  { rules, now }: { readonly rules: ResponseRules['assessment']; readonly now: Date },
): AssessmentDecision {
  if (total === 0) return atNought(task);
  if (tier !== 'low') return task?.state === 'open' ? { change: 'cancel', because: 'alert' } : notAsked;
  if (min < rules.fromTotal) return notAsked;
  if (task === undefined) return { change: 'open', because: 'entered' };
  const { total: askedAt = 0, wasNought = true } = task.askedFor ?? {};
  if (task.state === 'open') {
    return min > askedAt ? { change: 'revise', because: 'risen' } : { change: 'nothing', because: 'unchanged' };
  }
  if (min > askedAt) return { change: 'open', because: 'risen' };
  const holdsForMinutes = task.state === 'done' ? rules.holdsForMinutes : rules.settlesForMinutes;
  const isHeld = now.getTime() < Date.parse(task.closedAt ?? '') + holdsForMinutes * 60_000;
  return wasNought && !isHeld ? { change: 'open', because: 'entered' } : { change: 'nothing', because: 'holds' };
}

const notAsked: AssessmentDecision = { change: 'nothing', because: 'not-asked' };

function atNought(task: KnownTask | undefined): AssessmentDecision {
  if (task?.state === 'open') return { change: 'cancel', because: 'nought' };
  const isKnown = task === undefined || task.askedFor?.wasNought === true;
  return isKnown ? notAsked : { change: 'remember', because: 'nought' };
}

/** Why the task is taken away by the system. */
export const whyNoAssessment = {
  nought: 'The total is 0.',
  alert: 'The score has risen: the alert asks for more.',
} as const;

/** What is to be done. */
export const assessmentWords = (score: string): string =>
  `${score}: a registered nurse is to assess the patient, and to decide how often to measure and whether more is needed.`;
