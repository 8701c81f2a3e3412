import type { Pathway, ResponseRules } from '#libs/clinical';
import { instant, type PatientFlag, type PersonReference, type Score, type TaskId } from '#libs/contracts';
import type { OpenStay } from '../../wards/stays/open-stay.ts';
import { assessmentWords, decideAssessment, whyNoAssessment } from './nurse-assessment.ts';
import { asksForScreen, decideScreen, screenedBy, screenWords, suspicions } from './sepsis-screen.ts';
import { type AskedFor, closedTask, openTask, type TaskChange, taskId, type TaskRecord } from './task-record.ts';

/** A score that may ask for something, and what else decides about it. */
export interface ScoredPatient {
  readonly score: Score;
  readonly stay: OpenStay;
  readonly pathway: Pathway;
  readonly rules: ResponseRules;
  readonly flags: readonly PatientFlag[];
}

const kinds = ['nurse-assessment', 'sepsis-screen'] as const;
export type ScoreTaskKind = (typeof kinds)[number];

/** Who decides, and when. */
interface Decider {
  readonly by: PersonReference;
  readonly at: Date;
}

/** The tasks that the score may change. */
export function scoreTaskIds({ score, stay }: ScoredPatient): readonly TaskId[] {
  return kinds.map((kind) => taskId(askedOf(kind, score, stay)));
}

/**
 * What the score makes of its tasks.
 *
 * @param tasks those of `scoreTaskIds` that there are.
 */
export function changesAt(
  patient: ScoredPatient,
  tasks: ReadonlyMap<TaskId, TaskRecord>,
  decider: Decider,
): readonly TaskChange[] {
  const { score, stay } = patient;
  const known = (kind: ScoreTaskKind) => tasks.get(taskId(askedOf(kind, score, stay)));
  return [
    ...assessmentAt(patient, known('nurse-assessment'), decider),
    ...screenAt(patient, known('sepsis-screen'), decider),
  ];
}

function assessmentAt(
  { score, stay, pathway, rules: { assessment: rules } }: ScoredPatient,
  before: TaskRecord | undefined,
  { by, at: now }: Decider,
): readonly TaskChange[] {
  if (!rules.charts.includes(score.ruleSet)) return [];
  const asked = askedOf('nurse-assessment', score, stay);
  const decision = decideAssessment(before, score, { rules, now });
  switch (decision.change) {
    case 'open':
    case 'revise': {
      const isOpen = before?.state === 'open';
      const doneBy = isOpen ? before.doneBy : instant(now.getTime() + rules.withinMinutes * 60_000);
      const dueAt = isOpen ? before.dueAt : instant(now);
      const words = assessmentWords(`${pathway.chart.file.title} ${String(score.min)}`);
      return [{ before, after: openTask({ ...asked, words, dueAt, doneBy }, before) }];
    }
    case 'cancel': {
      if (before === undefined) return [];
      const askedFor = { ...asked.askedFor, wasNought: decision.because === 'nought' };
      const kept = decision.because === 'nought' ? { ...askedFor, total: before.askedFor?.total ?? 0 } : askedFor;
      const outcome = whyNoAssessment[decision.because];
      const closing = { state: 'cancelled', outcome, undoableUntil: null, askedFor: kept } as const;
      return [{ before, after: closedTask(before, closing, { by, at: now }) }];
    }
    case 'remember': {
      if (before === undefined || before.askedFor === null) return [];
      return [{ before, after: { ...before, askedFor: { ...before.askedFor, wasNought: true } } }];
    }
    case 'nothing':
      return [];
  }
}

function screenAt(
  { score, stay, pathway, flags, rules: { sepsis: rules } }: ScoredPatient,
  before: TaskRecord | undefined,
  { at: now }: Decider,
): readonly TaskChange[] {
  if (!rules.charts.includes(score.ruleSet) || !asksForScreen(score, rules)) return [];
  const infectionPathway = pathway.file.suspectedInfection === true ? pathway.file.title : undefined;
  const why = suspicions(score, { flags, infectionPathway, rules });
  const decision = decideScreen(before, { ...score, isInfected: why.length > 0 }, { rules, now });
  if (decision.change === 'nothing') return [];
  const isOpen = before?.state === 'open';
  const doneBy = screenedBy(decision.tier, isOpen ? before.doneBy : null, { rules, now });
  const dueAt = isOpen ? before.dueAt : instant(now);
  const words = screenWords(`${pathway.chart.file.title} ${String(score.min)}`, why);
  const asked = askedOf('sepsis-screen', score, stay);
  return [{ before, after: openTask({ ...asked, words, dueAt, doneBy }, before) }];
}

function askedOf(kind: ScoreTaskKind, { patientId, min, tier }: Score, { id: stayId }: Pick<OpenStay, 'id'>) {
  const askedFor: AskedFor = { total: min, tier, wasNought: false };
  return { patientId, stayId, kind, subject: 'score', codes: [], silentParty: null, askedFor };
}
