import { type AlertTier, type HandedTo, type Instant, instant, type PersonReference } from '#libs/contracts';
import { undoableUntil } from '../undo/undo.ts';
import type { AlertRecord, SnoozeState } from './alert-decision.ts';
import { lapseMinutes } from './tier-limits.ts';

/** Who answers an alert, and when. */
export interface Answering {
  readonly by: PersonReference;
  readonly at: Date;
}

/** Without the role, which a person may not have for ever. */
export const referenceTo = ({ id, name }: PersonReference): PersonReference => ({ id, name });

/** When an acknowledgement that is given or renewed now lapses. */
export const lapsesAt = (tier: AlertTier, at: Date): Instant => instant(at.getTime() + lapseMinutes[tier] * 60_000);

/** A person sees to the alert from now on. */
export function acknowledgedBy(
  { tier }: Pick<AlertRecord, 'tier'>,
  { by, at }: Answering,
  note: string | null,
): Partial<AlertRecord> {
  return {
    state: 'acknowledged',
    acknowledgedAt: instant(at),
    acknowledgedBy: referenceTo(by),
    acknowledgementNote: note,
    acknowledgementLapsesAt: lapsesAt(tier, at),
    owner: referenceTo(by),
    handedTo: null,
    snooze: null,
    answered: true,
    undoableUntil: undoableUntil(at),
  };
}

/** A person gives the alert to another, or to a team: that is an answer, which lapses if the other does nothing. */
export function handedOver(
  alert: Pick<AlertRecord, 'tier'>,
  answering: Answering,
  to: { readonly owner: PersonReference } | { readonly team: Pick<HandedTo, 'teamId' | 'name'> },
): Partial<AlertRecord> {
  const { by, at } = answering;
  return {
    ...acknowledgedBy(alert, answering, null),
    owner: 'owner' in to ? referenceTo(to.owner) : null,
    handedTo: 'team' in to ? { ...to.team, by: referenceTo(by), at: instant(at) } : null,
  };
}

/** A member of the team sees to what was handed to it. */
export function acceptedBy({ tier }: Pick<AlertRecord, 'tier'>, { by, at }: Answering): Partial<AlertRecord> {
  return {
    owner: referenceTo(by),
    handedTo: null,
    acknowledgementLapsesAt: lapsesAt(tier, at),
    undoableUntil: null,
  };
}

/** It is back with the person who handed it to the team, whose acknowledgement runs on. */
export function declined({ handedTo }: Pick<AlertRecord, 'handedTo'>): Partial<AlertRecord> {
  return { owner: handedTo?.by ?? null, handedTo: null, undoableUntil: null };
}

/** A person puts the alert off: no one is notified of it until then, unless the patient gets worse. */
export function snoozedBy({ at }: Answering, snooze: SnoozeState): Partial<AlertRecord> {
  return { snooze, acknowledgementLapsesAt: null, answered: true, undoableUntil: undoableUntil(at) };
}

export function resolvedBy(
  { by, at }: { readonly by: PersonReference; readonly at: Instant },
  { outcome, note }: { readonly outcome: AlertRecord['outcome']; readonly note: string | null },
): Partial<AlertRecord> {
  return {
    state: 'resolved',
    resolvedAt: at,
    resolvedBy: referenceTo(by),
    outcome,
    outcomeNote: note,
    acknowledgementLapsesAt: null,
    handedTo: null,
    snooze: null,
    clearsAt: null,
    undoableUntil: null,
  };
}

/** Two alerts of one condition are never resolved at the same instant: the id of the next one follows from it. */
export function laterThan(since: Instant | null, now: Date): Instant {
  return since === null || since < instant(now) ? instant(now) : instant(Date.parse(since) + 1);
}
