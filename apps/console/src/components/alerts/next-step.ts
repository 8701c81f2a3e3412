import type { AlertEscalation, EscalationPolicy, NotificationTarget } from '#libs/contracts';

/** The step of a policy that is due next. */
export interface FollowingStep {
  readonly step: number;
  /** The same people as before. */
  readonly isAgain: boolean;
  readonly isFallback: boolean;
  readonly notify: readonly NotificationTarget[];
}

/**
 * The step that follows where an alert is: the same people again, the next ones, or the fallback, which goes on. Undefined
 * where the version of the policy that the alert keeps to is not known.
 */
export function followingStep(
  { step, round, policyVersion }: AlertEscalation,
  policy: Pick<EscalationPolicy, 'version' | 'steps' | 'fallback'> | undefined,
): FollowingStep | undefined {
  if (policy?.version !== policyVersion) return undefined;
  const { steps, fallback } = policy;
  const current = steps[step - 1];
  const isAgain = current === undefined ? step > steps.length : round < current.repeat;
  const next = isAgain ? step : step + 1;
  const following = steps[next - 1];
  return { step: next, isAgain, isFallback: following === undefined, notify: following?.notify ?? [fallback] };
}
