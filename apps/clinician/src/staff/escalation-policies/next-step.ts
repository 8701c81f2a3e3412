import { type EscalationPolicyContent, fallbackAgainMinutes, type NotificationTarget } from '#libs/contracts';

/** A channel that has not delivered within half of the wait gives way to the next one, but never later than this. */
const longestDeliverySeconds = 120;

/** What is to be done when a step is due. */
export interface NextStep {
  readonly step: number;
  readonly round: number;
  readonly isFallback: boolean;
  readonly notify: readonly NotificationTarget[];
  readonly waitMinutes: number;
  readonly deliverWithinSeconds: number;
}

/** The step that follows: the same people again, the next ones, or the fallback, which goes on. */
export function nextStep(
  { step, round }: { readonly step: number; readonly round: number },
  { steps, fallback }: Pick<EscalationPolicyContent, 'steps' | 'fallback'>,
): NextStep {
  const current = steps[step - 1];
  const repeats = current !== undefined ? round < current.repeat : step > steps.length;
  const next = repeats ? step : step + 1;
  const policyStep = steps[next - 1];
  const waitMinutes = policyStep?.waitMinutes ?? fallbackAgainMinutes;
  return {
    step: next,
    round: repeats ? round + 1 : 0,
    isFallback: policyStep === undefined,
    notify: policyStep?.notify ?? [fallback],
    waitMinutes,
    deliverWithinSeconds: Math.min(longestDeliverySeconds, waitMinutes * 30),
  };
}
