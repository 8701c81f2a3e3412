import { tiers, type Tier } from '#libs/clinical';
import type { Alert, AlertTier, Signal, StayId, WardId } from '#libs/contracts';

/** What a decision needs to know of the stay that is open, if one is. */
export interface OpenStay {
  readonly id: StayId;
  readonly wardId: WardId;
}

export type OpenAlert = Pick<Alert, 'tier' | 'currentTier' | 'state'>;

/** What a signal does to a patient's one open NEWS2 alert, and why. */
export type AlertDecision =
  | { readonly change: 'raise'; readonly tier: AlertTier; readonly because: 'tier-reached' }
  | { readonly change: 'worsen'; readonly tier: AlertTier; readonly because: 'higher-tier' | 'relapse' }
  | { readonly change: 'follow'; readonly currentTier: Tier; readonly because: 'improved' | 'no-higher-than-before' }
  | {
      readonly change: 'nothing';
      readonly because: 'no-open-stay' | 'unchanged' | 'no-open-alert' | 'low-risk';
    };

/**
 * Decides what a change of a patient's standing does to the alert. Pure; the caller carries it out and writes `because`
 * to the ledger.
 *
 * A stay must be open; when the reading was taken does not matter, for whoever is admitted already ill is ill. (What is
 * too old to stand for a patient makes no signal: see the scoring service.) A higher tier than the alert has had worsens
 * it, and so does a relapse: an acknowledged alert whose patient had come back to low risk and climbs again, since whoever
 * acknowledged it was looking at the first climb. Getting better closes nothing: a person does that.
 */
export function decideAlert(
  signal: Pick<Signal, 'kind' | 'tier'>,
  stay: OpenStay | undefined,
  alert: OpenAlert | undefined,
): AlertDecision {
  if (stay === undefined) return { change: 'nothing', because: 'no-open-stay' };
  if (signal.kind === 'tier-left') {
    if (alert === undefined) return { change: 'nothing', because: 'no-open-alert' };
    if (alert.currentTier === signal.tier) return { change: 'nothing', because: 'unchanged' };
    return { change: 'follow', currentTier: signal.tier, because: 'improved' };
  }
  const { tier } = signal;
  if (tier === 'low') return { change: 'nothing', because: 'low-risk' };
  if (alert === undefined) return { change: 'raise', tier, because: 'tier-reached' };
  if (isHigher(tier, alert.tier)) return { change: 'worsen', tier, because: 'higher-tier' };
  const relapsed = alert.state === 'acknowledged' && alert.currentTier === 'low';
  if (relapsed) return { change: 'worsen', tier, because: 'relapse' };
  if (alert.currentTier === tier) return { change: 'nothing', because: 'unchanged' };
  return { change: 'follow', currentTier: tier, because: 'no-higher-than-before' };
}

/** Whether one tier is more urgent than another. */
export function isHigher(tier: Tier, than: Tier): boolean {
  return tiers.indexOf(tier) > tiers.indexOf(than);
}

/** The more urgent of two. */
export function higherTier(one: AlertTier, other: AlertTier): AlertTier {
  return isHigher(one, other) ? one : other;
}

/**
 * Minutes within which somebody has to respond.
 *
 * @see Royal College of Physicians, NEWS2 (2017), chart 4: assessment within 30 min at 7 or more, within 60 min at 5–6.
 * For 3 in one parameter the chart asks for an urgent ward-based response and monitoring every hour: the hour is taken.
 */
export const responseMinutes: Readonly<Record<AlertTier, number>> = { high: 30, medium: 60, 'low-medium': 60 };
