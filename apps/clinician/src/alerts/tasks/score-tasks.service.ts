import { Inject, Injectable } from '@nestjs/common';
import type { Pathway } from '#libs/clinical';
import { instant, type MonitoringPlan, type PatientId, type Score } from '#libs/contracts';
import { together } from '#libs/database';
import type { Command } from '../../commands/commands.service.ts';
import { RULE_BOOK, type RuleBookInForce } from '../../parts.module.ts';
import { PlansService } from '../../plans/plans/plans.service.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { ChartingService } from '../../record/chart/charting.service.ts';
import { FlagsService } from '../../record/flags/flags.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { decideAssessment } from './nurse-assessment.ts';
import { changesAt, type ScoredPatient, scoreTaskIds, type ScoreTaskKind } from './score-tasks.ts';
import { decideScreen } from './sepsis-screen.ts';
import type { TaskRecord } from './task-record.ts';
import { TaskWriter } from './task-writer.service.ts';
import { TasksStore } from './tasks.store.ts';

/**
 * Asks for what a score asks of people beside its alert: an assessment by a registered nurse, a screen for sepsis. It follows
 * the newest score of a patient, and a flag that says that an infection is suspected. It never holds up the alert: the tasks
 * of a batch of scores are locked, decided about and written together.
 */
@Injectable()
export class ScoreTasksService {
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    @Inject(RULE_BOOK) private readonly ruleBook: RuleBookInForce,
    private readonly chart: ChartService,
    private readonly store: TasksStore,
    private readonly writer: TaskWriter,
    private readonly stays: StaysService,
    private readonly plans: PlansService,
    private readonly flags: FlagsService,
    charting: ChartingService,
  ) {
    charting.scored.add((command, scores) => this.#onScores(command, scores));
    flags.changed.add(async (command, { patientId }) => {
      const score = await this.chart.newestScore(command.client, patientId);
      if (score !== undefined) await this.#onScores(command, [score]);
    });
  }

  async #onScores(command: Command, scores: readonly Score[]): Promise<void> {
    const newest = newestByPatient(scores.filter(({ late, withdrawn }) => !late && !withdrawn));
    if (newest.length === 0) return;
    const known = await this.store.ofScores(command.client, idsOf(newest));
    // Nearly always there are none: nothing is locked then.
    const candidates = newest.filter((score) => this.#mayAsk(score, known, command.at));
    if (candidates.length === 0) return;
    const patients = await this.#scored(command, candidates);
    const tasks = await this.store.lockMany(command.client, patients.flatMap(scoreTaskIds));
    const changes = patients.flatMap((patient) => changesAt(patient, tasks, command));
    await this.writer.write(command, changes);
  }

  /** Whether anything might come of the score, by the general rules and without knowing of infection, ward and plan. */
  #mayAsk(score: Score, known: readonly TaskRecord[], now: Date): boolean {
    const ofPatient = known.filter(({ patientId }) => patientId === score.patientId);
    /** The open one is of this stay; those that are closed may be of a stay before, and then say nothing. */
    const possible = (kind: ScoreTaskKind): readonly (TaskRecord | undefined)[] => {
      const tasks = ofPatient.filter((task) => task.kind === kind);
      const open = tasks.find(({ state }) => state === 'open');
      return open === undefined ? [undefined, ...tasks] : [open];
    };
    return this.ruleBook.current.generalRules.some(({ file: { responses } }) => {
      if (responses === undefined) return false;
      const { assessment, sepsis } = responses;
      const decisions = [
        ...possible('nurse-assessment').map((task) => decideAssessment(task, score, { rules: assessment, now })),
        ...possible('sepsis-screen').map((task) =>
          decideScreen(task, { ...score, isInfected: true }, { rules: sepsis, now }),
        ),
      ];
      return decisions.some(({ change }) => change !== 'nothing');
    });
  }

  /** Those on a ward whose pathway asks for it, but for whom no alert is to be raised at all: a ceiling of care. */
  async #scored(command: Command, scores: readonly Score[]): Promise<readonly ScoredPatient[]> {
    const ids = idsOf(scores);
    const [stays, flags, planned] = await together([
      this.stays.lockOpen(command.client, ids),
      this.flags.flagsWithin(command, ids),
      this.plans.plansWithin(command, ids),
    ]);
    const plans = new Map(planned.map((plan) => [plan.patientId, plan]));
    return scores.flatMap((score) => {
      const stay = stays.get(score.patientId);
      const pathway = stay && this.ruleBook.current.newest(stay.pathway);
      const rules = pathway?.general?.file.responses;
      if (stay === undefined || pathway === undefined || rules === undefined) return [];
      if (isWithoutAlerts(pathway, plans.get(score.patientId), command.at)) return [];
      return [{ score, stay, pathway, rules, flags: flags.get(score.patientId) ?? [] }];
    });
  }
}

const idsOf = (scores: readonly Score[]): readonly PatientId[] => scores.map(({ patientId }) => patientId);

function newestByPatient(scores: readonly Score[]): readonly Score[] {
  const inOrder = scores.toSorted((one, other) => (one.at < other.at ? -1 : 1));
  return [...new Map(inOrder.map((score) => [score.patientId, score])).values()];
}

/** Whatever the patient's score, people are asked for nothing because of it: so the pathway or the ceiling of care says. */
function isWithoutAlerts(pathway: Pathway, plan: MonitoringPlan | undefined, now: Date): boolean {
  const ceiling = plan?.ceilingOfCare ?? null;
  const holds = ceiling !== null && (ceiling.reviewAt === null || ceiling.reviewAt > instant(now));
  return (holds ? ceiling.alertAtMost : pathway.file.escalation.alertAtMost) === 'none';
}
