import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import type { PatientId, PlanNotFollowed } from '#libs/contracts';
import { DeadLettersService } from '../../commands/dead-letters/dead-letters.service.ts';
import { CLOCK } from '../../parts.module.ts';
import { ScoringStatusService } from '../../record/scoring-status/scoring-status.service.ts';
import { planNotFollowed } from './plan-not-followed.ts';
import { PlansStore } from './plans.store.ts';

/**
 * Compares the plans on the charts with those that the scoring service says it scores by. Gap: what it says comes by the log,
 * so while the log is away nothing is taken, and after a minute every plan that was changed meanwhile is said not to be.
 */
@Injectable()
export class PlansNotFollowedService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly deadLetters: DeadLettersService,
    private readonly scoring: ScoringStatusService,
    private readonly store: PlansStore,
  ) {}

  /** Those of the patients whose readings are scored by an older plan than the one on the chart. */
  async of(patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, PlanNotFollowed>> {
    const [plans, taken] = await Promise.all([this.store.findMany(patientIds), this.scoring.planRevisions(patientIds)]);
    const behind = plans.filter(({ patientId, revision }) => revision > (taken.get(patientId) ?? 0));
    const refused = await this.deadLetters.refusedPlans(behind.map(({ patientId }) => patientId));
    const nowMs = this.clock.now().getTime();
    return new Map(
      plans.flatMap((plan) => {
        const { patientId } = plan;
        const facts = { plan, takenRevision: taken.get(patientId), refusedAt: refused.get(patientId) };
        const found = planNotFollowed(facts, nowMs);
        return found === undefined ? [] : [[patientId, found] as const];
      }),
    );
  }
}
