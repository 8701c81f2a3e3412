import { HomewardError, type NotificationTarget } from '#libs/contracts';

/** No escalation policy has this id. */
export class EscalationPolicyNotFoundError extends HomewardError {
  readonly code = 'escalation-policy-not-found';
  readonly transient = false;
  constructor(policyId: string) {
    super(`There is no escalation policy ${policyId}.`, { policyId });
  }
}

/** A policy names a person, team or rota that does not exist. */
export class UnknownTargetError extends HomewardError {
  readonly code = 'unknown-notification-target';
  readonly transient = false;
  constructor(faults: readonly { readonly path: string; readonly target: NotificationTarget }[]) {
    const words = faults.map(({ path, target }) => `${path}: ${JSON.stringify(target)}`).join('; ');
    super(`The policy notifies what does not exist. ${words}.`, { faults });
  }
}
