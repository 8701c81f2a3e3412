import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import { type BedFigures, instant, isScoreCounted, type WardsOverview } from '#libs/contracts';
import { AlertsService } from '../../alerts/alerts/alerts.service.ts';
import { TasksService } from '../../alerts/tasks/tasks.service.ts';
import { CLOCK } from '../../parts.module.ts';
import { PlansService, type PlanWithRules } from '../../plans/plans/plans.service.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { BedsService } from '../../wards/beds/beds.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';
import { NextDueService } from '../board/next-due.service.ts';
import { type CountedScore, wardTiers } from './ward-tiers.ts';

/** Shows how every ward does, by the rules that the board is ordered by, with as many queries for all wards as for one. */
@Injectable()
export class WardsOverviewService {
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly wards: WardsService,
    private readonly beds: BedsService,
    private readonly stays: StaysService,
    private readonly chart: ChartService,
    private readonly plans: PlansService,
    private readonly alerts: AlertsService,
    private readonly tasks: TasksService,
    private readonly due: NextDueService,
  ) {}

  async overview(): Promise<WardsOverview> {
    const asOf = instant(this.clock.now());
    const [wards, stays] = await Promise.all([this.wards.all(), this.stays.allOpen()]);
    const patientIds = stays.map(({ patientId }) => patientId);
    const [figures, charted, plans, unanswered, tasks] = await Promise.all([
      this.beds.figuresAt({ wardIds: wards.map(({ id }) => id) }),
      this.chart.newestTimesOf(patientIds),
      this.plans.inForce(patientIds),
      this.alerts.unansweredOf(stays.map(({ id }) => id)),
      this.tasks.openCountsOf(patientIds),
    ]);
    const patients = stays.map((stay) => {
      const { score, latest } = charted.get(stay.patientId) ?? { score: null, latest: [] };
      return { ...stay, score, latest, plan: plans.get(stay.patientId) };
    });
    const monitored = patients.flatMap(({ plan, ...patient }) => (plan === undefined ? [] : [{ ...patient, ...plan }]));
    const due = await this.due.nextDueOf(monitored, asOf, undefined);
    const onWards = Map.groupBy(patients, ({ wardId }) => wardId);
    return {
      asOf,
      wards: wards.map((ward) => {
        const here = onWards.get(ward.id) ?? [];
        const alertsHere = here.flatMap(({ id }) => unanswered.get(id) ?? []);
        const overdue = here.filter(({ patientId }) => (due.get(patientId)?.at ?? asOf) < asOf);
        return {
          ward: { ...ward, patients: here.length },
          ...wardTiers(here.map(countedScore)),
          unanswered: sum(alertsHere.map((counts) => counts.unanswered)),
          overdue: sum(alertsHere.map((counts) => counts.overdue)),
          observationsOverdue: overdue.length,
          openTasks: sum(here.map(({ patientId }) => tasks.get(patientId) ?? 0)),
          bedsFree: bedsFree(figures.get(ward.id)),
        };
      }),
    };
  }
}

/** Beds that are open and neither taken nor reserved; below 0 where there are more patients than open beds. */
function bedsFree(figures: BedFigures | undefined): number {
  if (figures === undefined) return 0;
  return figures.overCapacity > 0 ? -figures.overCapacity : figures.free;
}

function countedScore({
  score,
  plan,
}: {
  readonly score: (NonNullable<CountedScore> & { readonly ruleSet: string }) | null;
  readonly plan: PlanWithRules | undefined;
}): CountedScore {
  const exclusion = plan?.plan.exclusion ?? null;
  return score !== null && isScoreCounted(score.ruleSet, exclusion) ? score : null;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
