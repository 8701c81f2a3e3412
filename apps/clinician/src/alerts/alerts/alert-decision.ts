import type { Tier } from '#libs/clinical';
import type { Alert, AlertTier, Instant, PersonReference, Signal, Snooze, StayId, WardId } from '#libs/contracts';
import { type Clearing, isCalm } from './clearing.ts';
import { type EscalationState, shownEscalation } from './escalation-state.ts';
import { type ConditionSummary, isHigher, type RiseSummary, type SignalRecord } from './rise.ts';

/** A snooze as it is kept: with the total of the score then, by which a rise is told. */
export interface SnoozeState extends Snooze {
  readonly total: number | null;
}

/** Of a resolved alert whose level still stood: from which rise on it was raised again, and what is said of it. */
export interface ReturnedState {
  readonly from: Instant;
  readonly words: string;
}

/** An alert as it is stored: without its ward, which follows from the stay, and with what is not shown of it. */
export interface AlertRecord extends Omit<
  Alert,
  'wardId' | 'snoozedUntil' | 'snooze' | 'escalation' | 'mutedBy' | 'newestScore' | 'patient'
> {
  /** When a person resolved the alert before it; null for the first of its stay and condition. */
  readonly since: Instant | null;
  /** A person has acknowledged it, at whatever time: from then on nothing is taken back. */
  readonly answered: boolean;
  /** Homeward resolved it, since a correction left nothing to alert for. */
  readonly withdrawn: boolean;
  /** The highest tier that people were notified of: below `tier` where only late readings show more; `low` for none. */
  readonly notifiedTier: Tier;
  /** What its reason is taken from, without what was found out beside it. */
  readonly signalReason: string;
  readonly snooze: SnoozeState | null;
  readonly escalation: EscalationState | null;
  /** When it has cleared, unless its level rises before; null while that is too high. */
  readonly clearsAt: Instant | null;
  /** Null for one that is open, and for one that has not been raised again after a person resolved it. */
  readonly returned: ReturnedState | null;
}

/** The alert as the API shows it. */
export function shown(record: AlertRecord, wardId: WardId): Alert {
  const {
    since: _s,
    answered: _a,
    withdrawn: _w,
    notifiedTier: _n,
    signalReason: _r,
    clearsAt: _c,
    returned: _e,
    ...alert
  } = record;
  const { snooze, escalation } = record;
  return {
    ...alert,
    wardId,
    snoozedUntil: snooze?.until ?? null,
    snooze: snooze && { by: snooze.by, at: snooze.at, reason: snooze.reason, until: snooze.until },
    escalation: shownEscalation(escalation),
    mutedBy: escalation?.mutedBy ?? null,
  };
}

/** The parts of an alert that a decision looks at. */
export type AlertFacts = Pick<
  AlertRecord,
  | 'tier'
  | 'notifiedTier'
  | 'currentTier'
  | 'state'
  | 'late'
  | 'signalReason'
  | 'scoreId'
  | 'instruction'
  | 'answered'
  | 'withdrawn'
  | 'clearedAt'
>;

/** What becomes of the alert of one condition, and why. */
export type AlertDecision =
  | { readonly change: 'raise'; readonly because: RaisedBecause; readonly to: Target }
  | { readonly change: 'worsen'; readonly because: 'higher-tier' | 'news' | 'relapse'; readonly to: Target }
  | { readonly change: 'correct'; readonly because: 'corrected' | 'late-rise'; readonly to: Target }
  | {
      readonly change: 'follow';
      readonly because: 'improved' | 'no-higher-than-before' | 'no-rise-left';
      readonly currentTier: Tier;
    }
  | {
      readonly change: 'review';
      readonly because: 'retracted';
      readonly currentTier: Tier;
      readonly retraction: RetractedEvidence;
    }
  | { readonly change: 'withdraw'; readonly because: 'no-rise-left'; readonly currentTier: Tier }
  | { readonly change: 'nothing'; readonly because: Inaction };

/** `still-stands`: what a person resolved an alert for stood after the time that the outcome gives. */
type RaisedBecause = 'tier-reached' | 'late-rise' | 'risen-again' | 'still-stands';

export type Inaction =
  | 'no-open-stay'
  /** The signal belongs to a stay that is not the open one. */
  | 'other-stay'
  | 'no-rise'
  /** A person has resolved the alert for all that there is. */
  | 'dealt-with'
  | 'unchanged'
  /** This revision of the signal, or a newer one, was there before. */
  | 'repeated'
  | 'superseded';

/** That a person said of a reading that it does not count: an alert may have rested on it. */
export interface RetractedEvidence {
  readonly by: PersonReference;
  readonly reason: string;
  readonly at: Instant;
}

/** What an alert is to say. */
export interface Target {
  readonly tier: AlertTier;
  readonly notifiedTier: Tier;
  readonly currentTier: Tier;
  readonly late: boolean;
  /** Reason, score, instruction and time to respond come from it. */
  readonly signal: SignalRecord;
}

export interface AlertInputs {
  /** The stay that the signals belong to. */
  readonly stayId: StayId;
  readonly openStay: { readonly id: StayId } | undefined;
  readonly summary: ConditionSummary;
  /** The alert since the last resolution by a person, open or withdrawn, if there is one. */
  readonly alert: AlertFacts | undefined;
  readonly clearing: Clearing;
  /** What a person retracted last since the condition rose; undefined where no person has. */
  readonly retraction?: RetractedEvidence | undefined;
}

/**
 * Decides what the signals of one condition make of its alert. Pure; the caller applies it and audits `because`. Until a
 * person has answered, what the alert says follows from the signals alone, but for whether people were notified; what
 * people did is never undone.
 *
 * A stay must be open; when the reading was taken does not matter, since a patient who is admitted ill is ill. A higher
 * tier than people were notified of worsens the alert, if it is news: a rise that is learnt of late, when the patient is
 * known to be better, corrects the alert and notifies no one. A relapse worsens it, too: the alert had cleared, since its
 * level was down for as long as the rules ask, and it rises again. A level that only flaps does not. Getting better closes
 * nothing: a person does that. Only a correction that leaves no rise withdraws an alert, and only an unanswered one. Where a
 * person retracted what it may have rested on, it stays open to be reviewed, and says who did: no alert ends without a name.
 */
export function decideAlert({ stayId, openStay, summary, alert, clearing, retraction }: AlertInputs): AlertDecision {
  if (openStay === undefined) return { change: 'nothing', because: 'no-open-stay' };
  if (openStay.id !== stayId) return { change: 'nothing', because: 'other-stay' };
  const open = alert?.withdrawn === true ? undefined : alert;
  const { rise, level } = summary;
  if (rise === undefined) return withoutRise(summary, open, retraction);
  const to = targetOf(rise, level);
  if (open === undefined) {
    if (rise.stillStands) return { change: 'raise', because: 'still-stands', to };
    if (to.late) return { change: 'raise', because: 'late-rise', to };
    return { change: 'raise', because: alert === undefined ? 'tier-reached' : 'risen-again', to };
  }
  return (
    worsened({ rise, open, to, clearing }) ?? (open.answered ? afterAnswer(rise, open, to) : beforeAnswer(open, to))
  );
}

function withoutRise(
  { level, dealtWith }: ConditionSummary,
  open: AlertFacts | undefined,
  retraction: RetractedEvidence | undefined,
): AlertDecision {
  if (open === undefined) return { change: 'nothing', because: dealtWith ? 'dealt-with' : 'no-rise' };
  const isForPeople = open.answered || open.clearedAt !== null;
  if (!isForPeople && retraction !== undefined)
    return { change: 'review', because: 'retracted', currentTier: level, retraction };
  if (!isForPeople) return { change: 'withdraw', because: 'no-rise-left', currentTier: level };
  if (open.currentTier === level) return { change: 'nothing', because: 'unchanged' };
  return { change: 'follow', because: 'no-rise-left', currentTier: level };
}

/** What notifies people again; undefined where nothing does. */
function worsened({ rise, open, to, clearing }: Rising): AlertDecision | undefined {
  if (isHigher(rise.notifyTier, open.notifiedTier)) {
    const isPast = open.answered && !isHigher(rise.tier, open.tier);
    const signal = isPast ? (rise.newest ?? to.signal) : to.signal;
    return { change: 'worsen', because: open.late ? 'news' : 'higher-tier', to: { ...to, signal } };
  }
  const relapse = relapsed({ rise, open, to, clearing });
  return relapse === undefined ? undefined : { change: 'worsen', because: 'relapse', to: { ...to, signal: relapse } };
}

/**
 * The rise that calls people again: of an alert that had cleared, and of an acknowledged one after the level was down for
 * as long as the rules ask, or after corrections have taken away every rise that was acknowledged.
 */
function relapsed({ rise, open, to, clearing }: Rising): SignalRecord | undefined {
  const { newest, relapse } = rise;
  if (open.clearedAt !== null && !isCalm(to.currentTier, clearing)) {
    return relapse ?? (newest?.answered === false ? newest : undefined);
  }
  if (open.state !== 'acknowledged') return undefined;
  return relapse ?? (!rise.answered && open.currentTier === 'low' ? newest : undefined);
}

interface Rising {
  readonly rise: RiseSummary;
  readonly open: AlertFacts;
  readonly to: Target;
  readonly clearing: Clearing;
}

function beforeAnswer(open: AlertFacts, target: Target): AlertDecision {
  const to = { ...target, ...notified(open, target) };
  if (isHigher(to.tier, open.tier)) return { change: 'correct', because: 'late-rise', to };
  const { reason, scoreId, instruction } = to.signal;
  const isSame =
    to.tier === open.tier &&
    to.notifiedTier === open.notifiedTier &&
    to.late === open.late &&
    reason === open.signalReason &&
    scoreId === open.scoreId &&
    instruction === open.instruction;
  return isSame ? followed(open, to.currentTier) : { change: 'correct', because: 'corrected', to };
}

/** A notification cannot be undone: an unanswered alert stays news, though a correction may leave only what came late. */
function notified(open: AlertFacts, to: Target): Pick<Target, 'notifiedTier' | 'late'> {
  const before = isHigher(open.notifiedTier, to.tier) ? to.tier : open.notifiedTier;
  const notifiedTier = isHigher(to.notifiedTier, before) ? to.notifiedTier : before;
  return { notifiedTier, late: notifiedTier === 'low' };
}

/** The tier stays the highest that was ever shown; a person who answered is not notified of what is over. */
function afterAnswer(rise: RiseSummary, open: AlertFacts, to: Target): AlertDecision {
  if (!isHigher(rise.tier, open.tier)) return followed(open, to.currentTier);
  const { notifiedTier, late } = open;
  return { change: 'correct', because: 'late-rise', to: { ...to, notifiedTier, late } };
}

function followed(open: AlertFacts, currentTier: Tier): AlertDecision {
  if (open.currentTier === currentTier) return { change: 'nothing', because: 'unchanged' };
  const because = isHigher(currentTier, open.currentTier) ? 'no-higher-than-before' : 'improved';
  return { change: 'follow', because, currentTier };
}

function targetOf({ tier, notifyTier, top }: RiseSummary, level: Tier): Target {
  return { tier, notifiedTier: notifyTier, currentTier: level, late: notifyTier === 'low', signal: top };
}

/**
 * Minutes within which to respond to a condition without a score of its own, where the rules of the pathway say nothing.
 *
 * The minutes are Homeward's own. NEWS2 (Royal College of Physicians, 2017, chart 4) names an urgency only: emergency at 7 or
 * more, urgent at 5–6, urgent and ward-based for 3 in one parameter.
 */
export const responseMinutes: Readonly<Record<AlertTier, number>> = { high: 30, medium: 60, 'low-medium': 60 };

/**
 * Minutes within which the rules ask for a response: those of the pathway, else those beside the chart that the score was
 * made by. Null where neither says any. A ceiling of care may put the signal below the score's own tier: the time that is
 * given for that tier does not apply then.
 */
export function respondWithinOf({ respondWithinMinutes, score, tier }: Signal): number | null {
  return respondWithinMinutes ?? (score?.tier === tier ? score.responseWithinMinutes : null);
}
