import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  asOfInstant,
  type Board,
  type BoardQuery,
  type BoardRow,
  compareAlerts,
  compareBoardRows,
  decodeCursor,
  encodeCursor,
  instant,
  type Instant,
  isScoreCounted,
  type Plan,
  type TrendPoint,
  type WardId,
} from '#libs/contracts';
import { z } from 'zod';
import { AlertsService } from '../../alerts/alerts/alerts.service.ts';
import { TasksService } from '../../alerts/tasks/tasks.service.ts';
import { CLOCK } from '../../parts.module.ts';
import { PlansNotFollowedService } from '../../plans/plans/plans-not-followed.service.ts';
import { PlansService, type PlanWithRules } from '../../plans/plans/plans.service.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { FlagsService } from '../../record/flags/flags.service.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { ScoringStatusService } from '../../record/scoring-status/scoring-status.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';
import { NextDueService } from './next-due.service.ts';
import { shownOnBoard, type ShownOfPlan } from './plan-on-board.ts';

/** How many rows came before. */
const cursorKeys = z.tuple([z.number().int().min(1)]);

/** A row before it is known whether it is on the page, and the plan that it follows from. */
interface UnfinishedRow {
  readonly row: BoardRow;
  readonly plan: PlanWithRules | undefined;
}

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
    private readonly flags: FlagsService,
    private readonly chart: ChartService,
    private readonly scoring: ScoringStatusService,
    private readonly plans: PlansService,
    private readonly notFollowed: PlansNotFollowedService,
    private readonly alerts: AlertsService,
    private readonly tasks: TasksService,
    private readonly due: NextDueService,
  ) {}

  /**
   * @param query with `asOf`, as of that instant: before anything was known the board is empty; with `limit`, one page.
   * @throws WardNotFoundError
   * @throws AsOfInFutureError
   * @throws InvalidCursorError
   */
  async board(wardId: WardId, query: BoardQuery): Promise<Board> {
    const now = this.clock.now();
    const past = asOfInstant(query.asOf, now);
    const asOf = past ?? instant(now);
    const [from = 0] = decodeCursor(query.cursor, cursorKeys) ?? [];
    const until = query.limit === undefined ? Infinity : from + query.limit;
    const [ward, all] = await Promise.all([this.wards.get(wardId), this.#rows(wardId, asOf, past)]);
    const sorted = all.toSorted((one, other) => compareBoardRows(one.row, other.row));
    const rows = await this.#finished(sorted.slice(from, until), asOf, past);
    const nextCursor = sorted.length > until ? encodeCursor([until]) : null;
    return {
      ward: { ...ward, patients: all.length },
      rows: [...rows],
      asOf,
      ...(query.limit === undefined ? {} : { nextCursor }),
    };
  }

  /** All that the order of the rows follows from, and more: all but what `#finished` adds. */
  async #rows(wardId: WardId, asOf: Instant, past: Instant | undefined): Promise<readonly UnfinishedRow[]> {
    const stays = await this.stays.onWard(wardId, past);
    const patientIds = stays.map(({ patientId }) => patientId);
    const stayIds = stays.map(({ id }) => id);
    const [patients, flags, charted, notScored, notFollowed, plans, alerts, tasks] = await Promise.all([
      this.patients.findMany(patientIds),
      this.flags.flagsOf(patientIds, past),
      this.chart.latestOf(patientIds, past),
      // What is scored at the moment says nothing of the past.
      past === undefined ? this.scoring.parked(patientIds) : undefined,
      past === undefined ? this.notFollowed.of(patientIds) : undefined,
      this.plans.inForce(patientIds, past),
      this.alerts.openOf(stayIds, past),
      this.tasks.openCountsOf(patientIds, past),
    ]);
    const alertsOf = Map.groupBy(alerts, ({ patientId }) => patientId);
    return stays.flatMap(({ id, patientId, pathway, admittedAt, responsible }): readonly UnfinishedRow[] => {
      const patient = patients.get(patientId);
      // No stay is without its patient.
      if (patient === undefined) return [];
      const { givenName, familyName, nhsNumber, birthDate } = patient;
      const { score, latest } = charted.get(patientId) ?? { score: null, latest: [] };
      const plan = plans.get(patientId);
      const row = {
        patientId,
        stayId: id,
        givenName,
        familyName,
        nhsNumber,
        birthDate,
        flags: flags.get(patientId) ?? [],
        pathway,
        admittedAt,
        responsible,
        score,
        lastWhole: null,
        latest: [...latest],
        trend: [],
        nextDue: null,
        notScored: notScored?.get(patientId) ?? null,
        planNotFollowed: notFollowed?.get(patientId) ?? null,
        ...shownOfPlan(plan, asOf),
        alerts: (alertsOf.get(patientId) ?? []).toSorted(compareAlerts),
        tasks: tasks.get(patientId) ?? 0,
      };
      return [{ row, plan }];
    });
  }

  /** The rows with how the score went, and when the next observation is due. */
  async #finished(
    unfinished: readonly UnfinishedRow[],
    asOf: Instant,
    past: Instant | undefined,
  ): Promise<readonly BoardRow[]> {
    const monitored = unfinished.flatMap(({ row, plan }) => (plan === undefined ? [] : [{ ...row, ...plan }]));
    const partial = unfinished.flatMap(({ row }) => (row.score?.complete === false ? [row.patientId] : []));
    const [trends, wholes, due] = await Promise.all([
      this.chart.trendsOf(
        unfinished.map(({ row }) => row.patientId),
        past,
      ),
      this.chart.lastWholeOf(partial, past),
      this.due.nextDueOf(monitored, asOf, past),
    ]);
    return unfinished.map(({ row, plan }) => ({
      ...row,
      lastWhole: wholes.get(row.patientId) ?? null,
      trend: trendThatCounts(trends.get(row.patientId) ?? [], plan?.plan),
      nextDue: due.get(row.patientId) ?? null,
    }));
  }
}

function shownOfPlan(found: PlanWithRules | undefined, at: Instant): ShownOfPlan {
  if (found === undefined) return { exclusion: null, ceilingOfCare: null, pause: null };
  return shownOnBoard(found.plan, at);
}

/** Points of two charts do not make one curve: those that count are by the chart that is for the patient now. */
function trendThatCounts(
  points: readonly (TrendPoint & { readonly ruleSet: string })[],
  plan: Pick<Plan, 'exclusion' | 'ruleSet'> | undefined,
): BoardRow['trend'] {
  return points
    .filter(({ ruleSet }) => plan === undefined || isCountedBy(plan, ruleSet))
    .map(({ at, min, max }) => ({ at, min, max }));
}

function isCountedBy({ exclusion, ruleSet }: Pick<Plan, 'exclusion' | 'ruleSet'>, chart: string): boolean {
  return isScoreCounted(chart, exclusion) && chart === ruleSet.chart;
}
