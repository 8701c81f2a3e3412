import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import { instant, type Instant, type Patient, type PatientId, PatientNotFoundError, type Sbar } from '#libs/contracts';
import { AlertsService } from '../../alerts/alerts/alerts.service.ts';
import { TasksService } from '../../alerts/tasks/tasks.service.ts';
import { CLOCK, RULE_BOOK, type RuleBookInForce } from '../../parts.module.ts';
import { PlansService } from '../../plans/plans/plans.service.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { NotesService } from '../../record/notes/notes.service.ts';
import { ScoringStatusService } from '../../record/scoring-status/scoring-status.service.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';
import { NextDueService } from '../board/next-due.service.ts';
import { shownOnBoard } from '../board/plan-on-board.ts';
import { PatientOverviewsService } from '../patients/patient-overviews.service.ts';
import { composeSbar, type SbarFacts } from './sbar.ts';

const dayMs = 24 * 3_600_000;

/** So many notes are said; the others are on the patient's page. */
const mostNotes = 5;

/** Says what a clinician has to know of one patient who is called about. */
@Injectable()
export class SbarService {
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RULE_BOOK) private readonly ruleBook: RuleBookInForce,
    private readonly patients: PatientOverviewsService,
    private readonly wards: WardsService,
    private readonly chart: ChartService,
    private readonly scoring: ScoringStatusService,
    private readonly plans: PlansService,
    private readonly alerts: AlertsService,
    private readonly tasks: TasksService,
    private readonly notes: NotesService,
    private readonly due: NextDueService,
  ) {}

  /** @throws PatientNotFoundError */
  async sbar(id: PatientId): Promise<Sbar> {
    const madeAt = instant(this.clock.now());
    return composeSbar(await this.#facts(await this.patients.get(id), madeAt));
  }

  async #facts(patient: Patient, madeAt: Instant): Promise<SbarFacts> {
    const { id, stay } = patient;
    const since = instant(Date.parse(madeAt) - dayMs);
    const [plans, charted, parked, tasks, notes] = await Promise.all([
      this.plans.inForce([id]),
      this.chart.latestOf([id]),
      this.scoring.parked([id]),
      this.tasks.openOf([id]),
      this.notes.since([id], since),
    ]);
    const plan = plans.get(id);
    // Everyone has a plan from registration on.
    if (plan === undefined) throw new PatientNotFoundError(id);
    const { score, latest } = charted.get(id) ?? { score: null, latest: [] };
    return {
      madeAt,
      patient,
      flags: patient.flags,
      ...(await this.#onWard(stay, madeAt, { ...plan, patientId: id, score, latest })),
      plan: plan.plan,
      pathway: plan.pathway,
      exclusion: shownOnBoard(plan.plan, madeAt).exclusion,
      notScored: parked.get(id) ?? null,
      score,
      scoreChart: score === null ? undefined : this.ruleBook.current.chart(score.ruleSet),
      latest,
      tasks,
      notes: notes.slice(0, mostNotes),
    };
  }

  async #onWard(
    stay: Patient['stay'],
    at: Instant,
    monitored: Omit<Parameters<NextDueService['nextDueOf']>[0][number], 'admittedAt'>,
  ): Promise<Pick<SbarFacts, 'stay' | 'alerts' | 'nextDue'>> {
    if (stay === null) return { stay: null, alerts: [], nextDue: null };
    const { admittedAt, responsible, wardId } = stay;
    const [ward, alerts, due] = await Promise.all([
      this.wards.get(wardId),
      this.alerts.openOf([stay.id]),
      this.due.nextDueOf([{ ...monitored, admittedAt }], at, undefined),
    ]);
    const nextDue = due.get(monitored.patientId) ?? null;
    return { stay: { wardName: ward.name, admittedAt, responsible }, alerts, nextDue };
  }
}
