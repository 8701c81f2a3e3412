import type { Tier } from '#libs/clinical';
import type { Alert, AlertTier, Instant, StayId, WardId } from '#libs/contracts';
import { type Climb, isHigher, type Standing, type StandingSignal } from './climb.ts';

/** What a decision needs to know of the stay that is open, if one is. */
export interface OpenStay {
  readonly id: StayId;
  readonly wardId: WardId;
}

/** An alert with what is not shown of it. */
export interface KeptAlert extends Alert {
  /** When a person resolved the alert before it; null for the first of its stay and condition. */
  readonly since: Instant | null;
  /** Somebody has acknowledged it, at whatever time: from then on nothing is taken back. */
  readonly acted: boolean;
  /** Homeward resolved it, since a correction left nothing to alert for. */
  readonly withdrawn: boolean;
  /** The highest tier that people were called for: below `tier` where only late readings show more; `low` for none. */
  readonly newsTier: Tier;
  /** What its reason is taken from, without what was found out beside it. */
  readonly signalReason: string;
}

/** The alert as everybody sees it. */
export function shown(kept: KeptAlert): Alert {
  const {
    since: _since,
    acted: _acted,
    withdrawn: _withdrawn,
    newsTier: _newsTier,
    signalReason: _reason,
    ...alert
  } = kept;
  return alert;
}

/** The parts of an alert that a decision looks at. */
export type DecidedAlert = Pick<
  KeptAlert,
  | 'tier'
  | 'newsTier'
  | 'currentTier'
  | 'state'
  | 'late'
  | 'signalReason'
  | 'scoreId'
  | 'instruction'
  | 'acted'
  | 'withdrawn'
>;

/** What becomes of the alert of one condition, and why. */
export type AlertDecision<Of extends StandingSignal = StandingSignal> =
  | {
      readonly change: 'raise';
      readonly because: 'tier-reached' | 'late-rise' | 'risen-again';
      readonly to: Target<Of>;
    }
  | { readonly change: 'worsen'; readonly because: 'higher-tier' | 'news' | 'relapse'; readonly to: Target<Of> }
  | { readonly change: 'correct'; readonly because: 'corrected' | 'late-rise'; readonly to: Target<Of> }
  | {
      readonly change: 'follow';
      readonly because: 'improved' | 'no-higher-than-before' | 'no-rise-left';
      readonly currentTier: Tier;
    }
  | { readonly change: 'withdraw'; readonly because: 'no-rise-left'; readonly currentTier: Tier }
  | { readonly change: 'nothing'; readonly because: Inaction };

export type Inaction =
  | 'no-open-stay'
  /** The signal belongs to a stay that is not the open one. */
  | 'other-stay'
  | 'no-rise'
  /** A person has resolved the alert for all that there is. */
  | 'dealt-with'
  | 'unchanged'
  /** A newer revision of the signal was there before. */
  | 'superseded';

/** What an alert is to say. */
export interface Target<Of extends StandingSignal = StandingSignal> {
  readonly tier: AlertTier;
  readonly newsTier: Tier;
  readonly currentTier: Tier;
  readonly late: boolean;
  /** Reason, score, instruction and time to respond come from it. */
  readonly signal: Of;
}

export interface Situation<Of extends StandingSignal = StandingSignal> {
  /** The stay that the signals belong to. */
  readonly stayId: StayId;
  readonly openStay: Pick<OpenStay, 'id'> | undefined;
  readonly standing: Standing<Of>;
  /** The alert since the last resolution by a person, open or withdrawn, if there is one. */
  readonly alert: DecidedAlert | undefined;
}

/**
 * Decides what the signals of one condition make of its alert. Pure; the caller carries it out and writes `because` to the
 * ledger. While nobody has acted, what the alert says follows from the signals alone, but for whether people were called;
 * what people did is never undone.
 *
 * A stay must be open; when the reading was taken does not matter, for whoever is admitted already ill is ill. A higher
 * tier than people have been called for worsens it, if it is news: a rise that is learnt of late, when the patient is known
 * to be better, corrects the alert and calls nobody anew. So does a relapse worsen it: an acknowledged alert whose patient had
 * come back to low risk and climbs again, since whoever acknowledged it was looking at the first climb. Getting better
 * closes nothing: a person does that. Only a correction that leaves no rise takes an alert back, and only one that nobody
 * has acted on.
 */
export function decideAlert<Of extends StandingSignal>(situation: Situation<Of>): AlertDecision<Of> {
  const { stayId, openStay, standing, alert } = situation;
  if (openStay === undefined) return { change: 'nothing', because: 'no-open-stay' };
  if (openStay.id !== stayId) return { change: 'nothing', because: 'other-stay' };
  const open = alert?.withdrawn === true ? undefined : alert;
  const { climb, level } = standing;
  if (climb === undefined) return withoutRise(standing, open);
  const to = targetOf(climb, level);
  if (open === undefined) {
    if (to.late) return { change: 'raise', because: 'late-rise', to };
    return { change: 'raise', because: alert === undefined ? 'tier-reached' : 'risen-again', to };
  }
  return worsened(climb, open, to) ?? (open.acted ? afterAnAct(climb, open, to) : untilAnAct(open, to));
}

function withoutRise({ level, dealtWith }: Standing, open: DecidedAlert | undefined): AlertDecision<never> {
  if (open === undefined) return { change: 'nothing', because: dealtWith ? 'dealt-with' : 'no-rise' };
  if (!open.acted) return { change: 'withdraw', because: 'no-rise-left', currentTier: level };
  if (open.currentTier === level) return { change: 'nothing', because: 'unchanged' };
  return { change: 'follow', because: 'no-rise-left', currentTier: level };
}

/** What calls people again; undefined where nothing does. */
function worsened<Of extends StandingSignal>(
  climb: Climb<Of>,
  open: DecidedAlert,
  to: Target<Of>,
): AlertDecision<Of> | undefined {
  if (isHigher(climb.newsTier, open.newsTier)) {
    const isPast = open.acted && !isHigher(climb.tier, open.tier);
    const signal = isPast ? (climb.newest ?? to.signal) : to.signal;
    return { change: 'worsen', because: open.late ? 'news' : 'higher-tier', to: { ...to, signal } };
  }
  if (open.state !== 'acknowledged') return undefined;
  // Corrections have taken away every rise that was answered, and this one is another.
  const anew = !climb.answered && open.currentTier === 'low' ? climb.newest : undefined;
  const relapse = climb.relapse ?? anew;
  return relapse === undefined ? undefined : { change: 'worsen', because: 'relapse', to: { ...to, signal: relapse } };
}

function untilAnAct<Of extends StandingSignal>(open: DecidedAlert, target: Target<Of>): AlertDecision<Of> {
  const to = { ...target, ...calledFor(open, target) };
  if (isHigher(to.tier, open.tier)) return { change: 'correct', because: 'late-rise', to };
  const { reason, scoreId, instruction } = to.signal;
  const asItIs =
    to.tier === open.tier &&
    to.newsTier === open.newsTier &&
    to.late === open.late &&
    reason === open.signalReason &&
    scoreId === open.scoreId &&
    instruction === open.instruction;
  return asItIs ? followed(open, to.currentTier) : { change: 'correct', because: 'corrected', to };
}

/**
 * People who were called cannot be uncalled: what they have not answered yet does not become history, though a correction
 * may leave nothing of it but what came late.
 */
function calledFor(open: DecidedAlert, to: Target): Pick<Target, 'newsTier' | 'late'> {
  const before = isHigher(open.newsTier, to.tier) ? to.tier : open.newsTier;
  const newsTier = isHigher(to.newsTier, before) ? to.newsTier : before;
  return { newsTier, late: newsTier === 'low' };
}

/** The tier stays at the highest that anybody was told; whoever took the alert up is not called for what is over. */
function afterAnAct<Of extends StandingSignal>(
  climb: Climb<Of>,
  open: DecidedAlert,
  to: Target<Of>,
): AlertDecision<Of> {
  if (isHigher(climb.tier, open.tier))
    return { change: 'correct', because: 'late-rise', to: { ...to, newsTier: open.newsTier, late: open.late } };
  return followed(open, to.currentTier);
}

function followed(open: DecidedAlert, currentTier: Tier): AlertDecision<never> {
  if (open.currentTier === currentTier) return { change: 'nothing', because: 'unchanged' };
  const because = isHigher(currentTier, open.currentTier) ? 'no-higher-than-before' : 'improved';
  return { change: 'follow', because, currentTier };
}

function targetOf<Of extends StandingSignal>({ tier, newsTier, top }: Climb<Of>, level: Tier): Target<Of> {
  return { tier, newsTier, currentTier: level, late: newsTier === 'low', signal: top };
}

/**
 * Minutes within which somebody has to respond, where the rules of the pathway say nothing else.
 *
 * @see Royal College of Physicians, NEWS2 (2017), chart 4: assessment within 30 min at 7 or more, within 60 min at 5–6.
 * For 3 in one parameter the chart asks for an urgent ward-based response and monitoring every hour: the hour is taken.
 */
export const responseMinutes: Readonly<Record<AlertTier, number>> = { high: 30, medium: 60, 'low-medium': 60 };
