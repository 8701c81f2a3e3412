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
  isScoreCounted,
  type TrendPoint,
  type WardId,
} from '#libs/contracts';
import { AlertsService } from '../../alerts/alerts/alerts.service.ts';
import { TasksService } from '../../alerts/tasks/tasks.service.ts';
import { CLOCK } from '../../parts.module.ts';
import { PlansService, type PlanWithRules } from '../../plans/plans/plans.service.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { ScoringStatusService } from '../../record/scoring-status/scoring-status.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';
import { type MonitoredPatient, NextDueService } from './next-due.service.ts';
import { shownOnBoard, type ShownOfPlan } from './plan-on-board.ts';

/** Shows every patient on a ward, highest risk first, as of now or as it was known at an instant. */
@Injectable()
export class BoardService {
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly wards: WardsService,
    private readonly stays: StaysService,
    private readonly patients: PatientsService,
    private readonly chart: ChartService,
    private readonly scoring: ScoringStatusService,
    private readonly plans: PlansService,
    private readonly alerts: AlertsService,
    private readonly tasks: TasksService,
    private readonly due: NextDueService,
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
    const [patients, charted, trends, notScored, plans, alerts, tasks] = await Promise.all([
      this.patients.findMany(patientIds),
      this.chart.latestOf(patientIds, past),
      this.chart.trendsOf(patientIds, past),
      // What is scored at the moment says nothing of the past.
      past === undefined ? this.scoring.parked(patientIds) : undefined,
      this.plans.inForce(patientIds, past),
      this.alerts.openOf(stayIds, past),
      this.tasks.openCountsOf(patientIds, past),
    ]);
    const monitored = stays.flatMap(({ patientId, admittedAt }): readonly MonitoredPatient[] => {
      const plan = plans.get(patientId);
      const { score, latest } = charted.get(patientId) ?? nothingCharted;
      return plan === undefined ? [] : [{ ...plan, patientId, admittedAt, latest, score }];
    });
    const due = await this.due.nextDueOf(monitored, asOf, past);
    const alertsOf = Map.groupBy(alerts, ({ patientId }) => patientId);
    const rows = stays.flatMap(({ id, patientId, pathway, admittedAt, responsible }): readonly BoardRow[] => {
      const patient = patients.get(patientId);
      // No stay is without its patient.
      if (patient === undefined) return [];
      const { givenName, familyName, nhsNumber, birthDate } = patient;
      const { score, latest } = charted.get(patientId) ?? nothingCharted;
      const shown = shownOfPlan(plans.get(patientId), asOf);
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
          trend: trendThatCounts(trends.get(patientId) ?? [], shown.exclusion),
          nextDue: due.get(patientId) ?? null,
          notScored: notScored?.get(patientId) ?? null,
          ...shown,
          alerts: (alertsOf.get(patientId) ?? []).toSorted(compareAlerts),
          tasks: tasks.get(patientId) ?? 0,
        },
      ];
    });
    return { ward: { ...ward, patients: rows.length }, rows: rows.toSorted(compareBoardRows), asOf };
  }
}

const nothingCharted = { score: null, latest: [] } as const;

function shownOfPlan(found: PlanWithRules | undefined, at: Instant): ShownOfPlan {
  if (found === undefined) return { exclusion: null, ceilingOfCare: null, pause: null };
  return shownOnBoard(found.plan, found.pathway.chart.file.notFor, at);
}

/** The scores among them that count, as points. */
function trendThatCounts(
  points: readonly (TrendPoint & { readonly ruleSet: string })[],
  exclusion: BoardRow['exclusion'],
): BoardRow['trend'] {
  return points
    .filter(({ ruleSet }) => isScoreCounted(ruleSet, exclusion))
    .map(({ at, min, max }) => ({ at, min, max }));
}
