import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  type Alert,
  asOfInstant,
  type Board,
  type BoardRow,
  compareAlerts,
  compareBoardRows,
  instant,
  type Instant,
  type PatientId,
  type Plan,
  type WardId,
} from '#libs/contracts';
import { AlertsService } from '../../alerts/alerts/alerts.service.ts';
import { CLOCK, RULE_BOOK, type RuleBookInForce } from '../../parts.module.ts';
import { PlansService } from '../../plans/plans/plans.service.ts';
import { TasksService } from '../../alerts/tasks/tasks.service.ts';
import { BoardStore } from './board.store.ts';
import { shownOnBoard, type ShownOfPlan } from './plan-on-board.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';

/** Shows everybody on a ward, highest risk first, as of now or as it was known at an instant. */
@Injectable()
export class BoardService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly wards: WardsService,
    private readonly alerts: AlertsService,
    private readonly tasks: TasksService,
    private readonly plans: PlansService,
    @Inject(RULE_BOOK) private readonly ruleBook: RuleBookInForce,
    private readonly store: BoardStore,
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
    const [ward, patients, plans, alerts, tasks] = await Promise.all([
      this.wards.get(wardId),
      past === undefined ? this.store.patientsOn(wardId) : this.store.patientsOnAsOf(wardId, past),
      this.plans.onWard(wardId, past),
      this.alerts.listOpenOnWard(wardId, past),
      this.tasks.openCountsOnWard(wardId, past),
    ]);
    const alertsOf = byPatient(alerts);
    const rows = patients.map((patient): BoardRow => ({
      ...patient,
      ...this.#shownOf(plans.get(patient.patientId), asOf),
      alerts: (alertsOf.get(patient.patientId) ?? []).toSorted(compareAlerts),
      tasks: tasks.get(patient.patientId) ?? 0,
    }));
    const shown = past === undefined ? ward : { ...ward, patients: rows.length };
    return { ward: shown, rows: rows.toSorted(compareBoardRows), asOf };
  }

  #shownOf(plan: Plan | undefined, at: Instant): ShownOfPlan {
    // Admitted since the plans were read: the next look shows it.
    if (plan === undefined) return { exclusion: null, ceilingOfCare: null, pause: null };
    return shownOnBoard(plan, this.ruleBook.current.chart(plan.ruleSet.chart)?.file.notFor ?? [], at);
  }
}

function byPatient(alerts: readonly Alert[]): ReadonlyMap<PatientId, Alert[]> {
  return Map.groupBy(alerts, ({ patientId }) => patientId);
}
