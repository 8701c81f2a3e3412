import type { OxygenScale } from '#libs/clinical';
import { derivedId, EventId, type MonitoringPlan } from '#libs/contracts';
import type { Cause } from './moment.ts';

/** The SpO2 scale at a moment: 2 from when it was prescribed until it was due for review, otherwise 1. */
export function scaleAt(plan: MonitoringPlan | undefined, atMs: number): OxygenScale {
  const prescription = plan?.oxygenScale;
  if (prescription === undefined || prescription === null) return 1;
  const live = Date.parse(prescription.prescribedAt) <= atMs && atMs < Date.parse(prescription.reviewAt);
  return live ? prescription.scale : 1;
}

/** From when on a plan's scale is news: readings may have come before the news of their prescription. */
export function scaleChangesFromMs(plan: MonitoringPlan): number {
  const changedAtMs = Date.parse(plan.changedAt);
  return plan.oxygenScale === null ? changedAtMs : Math.min(changedAtMs, Date.parse(plan.oxygenScale.prescribedAt));
}

/** A change of plan as the cause of scores and signals. */
export function causeOf(plan: MonitoringPlan): Cause {
  const id = EventId.parse(derivedId('plan-change', plan.patientId, String(plan.revision)));
  return { id, receivedAt: plan.changedAt };
}
