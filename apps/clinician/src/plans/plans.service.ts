import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  type Exclusion,
  instant,
  type MonitoringPlan,
  type OxygenScalePrescription,
  type PatientId,
  type Person,
  type Plan,
  type PlanChange,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { AuditService } from '../audit/audit.service.ts';
import { OutboxService } from '../outbox/outbox.service.ts';
import { CLOCK, DATABASE } from '../parts.module.ts';
import { deriveMonitoringPlan } from './monitoring-plan.ts';
import { PatientWithoutPlanError, ReviewInPastError } from './plan-errors.ts';
import { PlansStore } from './plans.store.ts';

/** What a prescriber changes; what is left out stays as it is. */
interface Prescribed {
  readonly oxygenScale?: OxygenScalePrescription | null;
  readonly chosenExclusion?: Exclusion | null;
}

/**
 * Says how each patient is monitored. A plan follows from stay, age and prescription, and is written and staged for the
 * log in the transaction that changes any of them, so the others never act on a plan that was not so.
 */
@Injectable()
export class PlansService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly store: PlansStore,
    private readonly outbox: OutboxService,
    private readonly audit: AuditService,
  ) {}

  /** @throws PatientWithoutPlanError when there is no such patient: everybody has a plan from registration on. */
  async get(patientId: PatientId): Promise<Plan> {
    const plan = await this.store.find(patientId);
    if (plan === undefined) throw new PatientWithoutPlanError(patientId);
    return shown(plan);
  }

  /**
   * Prescribes scale 2 or ends it, and sets or lifts an exclusion.
   *
   * @throws ReviewInPastError
   * @throws PatientWithoutPlanError
   */
  async change(patientId: PatientId, change: PlanChange, by: Person): Promise<Plan> {
    const at = this.clock.now();
    const prescribed = prescribedBy(by, change, at);
    const plan = await this.database.transaction(async (client) => {
      const derived = await this.rederive(client, patientId, prescribed);
      await this.audit.record(client, {
        by,
        at,
        act: 'change-plan',
        subject: { kind: 'patient', id: patientId },
        facts: {
          revision: derived.revision,
          oxygenScale: derived.oxygenScale?.scale ?? 1,
          exclusion: derived.exclusion,
        },
      });
      return derived;
    });
    await this.outbox.publish();
    return shown(plan);
  }

  /**
   * Part of whatever changes the facts that a plan follows from; the caller publishes after its commit.
   *
   * @throws PatientWithoutPlanError when there is no such patient.
   */
  async rederive(client: PoolClient, patientId: PatientId, prescribed: Prescribed = {}): Promise<MonitoringPlan> {
    const known = await this.store.lockFacts(client, patientId);
    if (known === undefined) throw new PatientWithoutPlanError(patientId);
    const facts = { ...known.facts, ...prescribed };
    const plan = deriveMonitoringPlan(facts, known.revision + 1, instant(this.clock.now()));
    await this.store.save(client, plan, facts.chosenExclusion);
    await this.outbox.stage(client, 'monitoring-plans', [{ key: patientId, event: plan }]);
    return plan;
  }
}

function prescribedBy(by: Person, { oxygenScale, exclusion }: PlanChange, at: Date): Prescribed {
  const chosen = exclusion === undefined ? {} : { chosenExclusion: exclusion };
  if (oxygenScale === undefined) return chosen;
  if (oxygenScale === null) return { ...chosen, oxygenScale: null };
  const reviewAt = instant(Date.parse(oxygenScale.reviewAt));
  if (reviewAt <= instant(at)) throw new ReviewInPastError(oxygenScale.reviewAt);
  const { scale, reason } = oxygenScale;
  return { ...chosen, oxygenScale: { scale, reason, reviewAt, prescribedBy: by.name, prescribedAt: instant(at) } };
}

function shown(plan: MonitoringPlan): Plan {
  const { patientId, revision, stay, oxygenScale, exclusion, latenessHours, changedAt } = plan;
  // Its values are numbers, or missing: JSON has no undefined.
  const validityMinutes = plan.validityMinutes as Plan['validityMinutes'];
  return {
    patientId,
    revision,
    pathway: stay?.pathway ?? null,
    oxygenScale,
    exclusion,
    validityMinutes,
    latenessHours,
    changedAt,
  };
}
