import { Injectable } from '@nestjs/common';
import {
  type Exclusion,
  instant,
  type MonitoringPlan,
  type OxygenScalePrescription,
  type PatientId,
  PatientNotFoundError,
  type Person,
  type Plan,
  type PlanChange,
} from '#libs/contracts';
import { ActsService, type OngoingAct } from '../acts/acts.service.ts';
import { deriveMonitoringPlan } from './monitoring-plan.ts';
import { PrescribedInFutureError, ReviewInPastError } from './plan-errors.ts';
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
    private readonly acts: ActsService,
    private readonly store: PlansStore,
  ) {}

  /** @throws PatientNotFoundError when there is no such patient: everybody has a plan from registration on. */
  async get(patientId: PatientId): Promise<Plan> {
    const plan = await this.store.find(patientId);
    if (plan === undefined) throw new PatientNotFoundError(patientId);
    return shown(plan);
  }

  /**
   * Prescribes scale 2 or ends it, and sets or lifts an exclusion.
   *
   * @throws ReviewInPastError
   * @throws PrescribedInFutureError
   * @throws PatientNotFoundError
   */
  async change(patientId: PatientId, change: PlanChange, by: Person): Promise<Plan> {
    return this.acts.carryOut({ act: 'change-plan', by }, async (act) => {
      const plan = await this.rederive(act, patientId, prescribedBy(by, change, act.at));
      const { revision, oxygenScale, exclusion } = plan;
      await act.record({ kind: 'patient', id: patientId }, { revision, scale: oxygenScale?.scale ?? 1, exclusion });
      return shown(plan);
    });
  }

  /**
   * Part of whatever changes the facts that a plan follows from; it is told with the act.
   *
   * @throws PatientNotFoundError when there is no such patient.
   */
  async rederive(act: OngoingAct, patientId: PatientId, prescribed: Prescribed = {}): Promise<MonitoringPlan> {
    const known = await this.store.lockFacts(act.client, patientId);
    if (known === undefined) throw new PatientNotFoundError(patientId);
    const facts = { ...known.facts, ...prescribed };
    const plan = deriveMonitoringPlan(facts, known.revision + 1, instant(act.at));
    await this.store.save(act.client, plan, facts.chosenExclusion);
    await act.tell('monitoring-plans', patientId, plan);
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
  const prescribedAt = instant(oxygenScale.prescribedAt === undefined ? at : Date.parse(oxygenScale.prescribedAt));
  if (prescribedAt > instant(at)) throw new PrescribedInFutureError(prescribedAt);
  return { ...chosen, oxygenScale: { scale, reason, reviewAt, prescribedBy: by.name, prescribedAt } };
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
