import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  asOfInstant,
  type Board,
  type BoardRow,
  compareAlerts,
  compareBoardRows,
  instant,
  type Instant,
  type Plan,
  type WardId,
} from '#libs/contracts';
import { AlertsService } from '../../alerts/alerts/alerts.service.ts';
import { TasksService } from '../../alerts/tasks/tasks.service.ts';
import { CLOCK, RULE_BOOK, type RuleBookInForce } from '../../parts.module.ts';
import { PlansService } from '../../plans/plans/plans.service.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { ScoringStatusService } from '../../record/scoring-status/scoring-status.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';
import { shownOnBoard, type ShownOfPlan } from './plan-on-board.ts';

/** Shows every patient on a ward, highest risk first, as of now or as it was known at an instant. */
@Injectable()
export class BoardService {
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RULE_BOOK) private readonly ruleBook: RuleBookInForce,
    private readonly wards: WardsService,
    private readonly stays: StaysService,
    private readonly patients: PatientsService,
    private readonly chart: ChartService,
    private readonly scoring: ScoringStatusService,
    private readonly plans: PlansService,
    private readonly alerts: AlertsService,
    private readonly tasks: TasksService,
  ) {}

  /**
   * @param asked the instant as of which it is shown; undefined for now. Before anything was known the board is empty.
   * @throws WardNotFoundError
   * @throws AsOfInFutureError
   */
  async board(wardId: WardId, asked?: string): Promise<Board> {
    const now = this.clock.now();
    const past = asOfInstant(asked, now);
    const asOf = past ?? instant(now);
    const [ward, stays] = await Promise.all([this.wards.get(wardId), this.stays.onWard(wardId, past)]);
    const patientIds = stays.map(({ patientId }) => patientId);
    const stayIds = stays.map(({ id }) => id);
    const [patients, charted, notScored, plans, alerts, tasks] = await Promise.all([
      this.patients.findMany(patientIds),
      this.chart.latestOf(patientIds, past),
      // What is scored at the moment says nothing of the past.
      past === undefined ? this.scoring.parked(patientIds) : undefined,
      this.plans.inForce(patientIds, past),
      this.alerts.openOf(stayIds, past),
      this.tasks.openCountsOf(patientIds, past),
    ]);
    const alertsOf = Map.groupBy(alerts, ({ patientId }) => patientId);
    const rows = stays.flatMap(({ id, patientId, pathway, admittedAt, responsible }): readonly BoardRow[] => {
      const patient = patients.get(patientId);
      // No stay is without its patient.
      if (patient === undefined) return [];
      const { givenName, familyName, nhsNumber, birthDate } = patient;
      const { score, latest } = charted.get(patientId) ?? { score: null, latest: [] };
      return [
        {
          patientId,
          stayId: id,
          givenName,
          familyName,
          nhsNumber,
          birthDate,
          pathway,
          admittedAt,
          responsible,
          score,
          latest: [...latest],
          notScored: notScored?.get(patientId) ?? null,
          ...this.#shownOf(plans.get(patientId), asOf),
          alerts: (alertsOf.get(patientId) ?? []).toSorted(compareAlerts),
          tasks: tasks.get(patientId) ?? 0,
        },
      ];
    });
    return { ward: { ...ward, patients: rows.length }, rows: rows.toSorted(compareBoardRows), asOf };
  }

  #shownOf(plan: Plan | undefined, at: Instant): ShownOfPlan {
    if (plan === undefined) return { exclusion: null, ceilingOfCare: null, pause: null };
    return shownOnBoard(plan, this.ruleBook.current.chart(plan.ruleSet.chart)?.file.notFor ?? [], at);
  }
}
