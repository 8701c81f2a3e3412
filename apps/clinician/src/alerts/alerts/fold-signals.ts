import type { AlertId, Condition, EventId, Instant, PatientId, Signal, StayId } from '#libs/contracts';
import { type AlertDecision, decideAlert, type KeptAlert, type OpenStay } from './alert-decision.ts';
import { applyDecision } from './apply-decision.ts';
import { isHigher, type StandingSignal, standingOf } from './climb.ts';

/** A signal as it is kept: its newest revision. */
export interface KeptSignal extends StandingSignal {
  readonly id: EventId;
  readonly revision: number;
  readonly patientId: PatientId;
  readonly stayId: StayId;
  readonly condition: Condition;
}

/** Where the signals of one alert belong. */
export interface StayCondition {
  readonly stayId: StayId;
  readonly condition: Condition;
}

/** All there is about the stays and conditions of the signals that have arrived. */
export interface KnownSoFar {
  readonly openStays: ReadonlyMap<PatientId, OpenStay>;
  readonly signals: readonly KeptSignal[];
  readonly openAlerts: readonly KeptAlert[];
  /** Of each stay and condition those resolved last, by a person and by Homeward. */
  readonly closedAlerts: readonly KeptAlert[];
  /** When the scores of the patient were at low risk, whatever is missing; only for alerts that somebody has taken up. */
  readonly shownLow: ReadonlyMap<AlertId, readonly Instant[]>;
  readonly now: Date;
  /** The reason in words, with what there is to say beside what the signal says. */
  readonly wordsOf: (signal: StandingSignal, place: { patientId: PatientId; condition: Condition }) => string;
}

/** What was decided about a revision of a signal. */
export interface DecidedSignal {
  readonly signal: Signal;
  readonly alertId: AlertId | undefined;
  readonly change: AlertDecision['change'];
  readonly because: AlertDecision['because'];
}

export interface Folded {
  /** Signals that are new, or stand corrected. */
  readonly signals: readonly KeptSignal[];
  /** Alerts that have changed, one after the other; one may be there more than once. */
  readonly alerts: readonly KeptAlert[];
  /** Repeats and revisions that are behind stand last: whoever records them leaves out what has a line. */
  readonly decided: readonly DecidedSignal[];
}

/** One condition of a stay while its signals are taken in. */
interface Folding {
  readonly place: StayCondition & { readonly patientId: PatientId };
  readonly signals: Map<string, KeptSignal>;
  alert: KeptAlert | undefined;
  /** The alert that a person resolved last. */
  readonly resolved: KeptAlert | undefined;
  /** Taken in, and not decided about yet: they became known together. */
  together: Signal[];
}

/**
 * Takes signals in and decides what becomes of the alerts. What became known together is decided about together, so a
 * correction that moves a rise takes nothing back for an instant. A revision that is there already, or a newer one, makes
 * a signal one to leave alone.
 */
export function foldSignals(arrived: readonly Signal[], known: KnownSoFar): Folded {
  const foldings = new Map<string, Folding>();
  const byPlace = {
    signals: Map.groupBy(known.signals, keyOf),
    open: new Map(known.openAlerts.map((alert) => [keyOf(alert), alert])),
    closed: Map.groupBy(known.closedAlerts, keyOf),
  };
  const alerts: KeptAlert[] = [];
  const decided: DecidedSignal[] = [];
  const superseded: DecidedSignal[] = [];
  const changed = new Set<KeptSignal>();

  const decide = (folding: Folding): void => {
    if (folding.together.length === 0) return;
    const { alert, decision } = decideNow(folding, known);
    if (alert !== undefined) {
      folding.alert = alert;
      alerts.push(alert);
    }
    const { change, because } = decision;
    const alertId = folding.alert?.id;
    decided.push(...folding.together.map((signal) => ({ signal, alertId, change, because })));
    folding.together = [];
  };

  for (const signal of arrived) {
    const folding = foldingOf(signal, foldings, byPlace);
    const before = folding.signals.get(signal.at);
    if (before !== undefined && before.revision >= signal.revision) {
      superseded.push({ signal, alertId: folding.alert?.id, change: 'nothing', because: 'superseded' });
      continue;
    }
    if (folding.together.some(({ receivedAt }) => receivedAt !== signal.receivedAt)) decide(folding);
    const kept = keptOf(signal, before);
    if (before !== undefined) changed.delete(before);
    changed.add(kept);
    folding.signals.set(signal.at, kept);
    folding.together.push(signal);
  }
  for (const folding of foldings.values()) decide(folding);
  return { signals: [...changed], alerts, decided: [...decided, ...superseded] };
}

/** What is known, by stay and condition. */
interface KnownByPlace {
  readonly signals: ReadonlyMap<string, readonly KeptSignal[]>;
  readonly open: ReadonlyMap<string, KeptAlert>;
  readonly closed: ReadonlyMap<string, readonly KeptAlert[]>;
}

const keyOf = ({ stayId, condition }: StayCondition): string => `${stayId} ${condition}`;

function foldingOf(signal: Signal, foldings: Map<string, Folding>, known: KnownByPlace): Folding {
  const { stayId, condition, patientId } = signal;
  const key = keyOf(signal);
  const found = foldings.get(key);
  if (found !== undefined) return found;
  const closed = known.closed.get(key) ?? [];
  const resolved = closed.find(({ withdrawn }) => !withdrawn);
  const takenBack = closed.find(({ withdrawn, since }) => withdrawn && since === (resolved?.resolvedAt ?? null));
  const folding: Folding = {
    place: { stayId, condition, patientId },
    signals: new Map((known.signals.get(key) ?? []).map((one) => [one.at, one])),
    alert: known.open.get(key) ?? takenBack,
    resolved,
    together: [],
  };
  foldings.set(key, folding);
  return folding;
}

function decideNow(
  { place, signals, alert, resolved }: Folding,
  known: KnownSoFar,
): { readonly decision: AlertDecision; readonly alert: KeptAlert | undefined } {
  const { patientId, stayId, condition } = place;
  const inOrder = [...signals.values()].toSorted((one, other) => (one.at < other.at ? -1 : 1));
  const since = resolved?.resolvedAt ?? null;
  const standing = standingOf(
    inOrder,
    resolved === undefined || since === null ? undefined : { at: since, level: resolved.currentTier },
    alert && known.shownLow.get(alert.id),
  );
  const stay = known.openStays.get(patientId);
  const decision = decideAlert({ stayId, openStay: stay, standing, alert });
  // Without an open stay nothing is ever decided but to do nothing.
  if (stay === undefined) return { decision, alert: undefined };
  const wordsOf = (signal: StandingSignal): string => known.wordsOf(signal, { patientId, condition });
  return {
    decision,
    alert: applyDecision(decision, { patientId, stay, condition, alert, since, now: known.now, wordsOf }),
  };
}

/** What people have done about a signal holds for its next revision, unless that is a rise it was not, or a higher one. */
function keptOf(signal: Signal, before: KeptSignal | undefined): KeptSignal {
  const { id, revision, patientId, stayId, condition, kind, tier, at, because, late, reason, instruction } = signal;
  const holds = before?.kind === kind && !isHigher(tier, before.tier);
  return {
    id,
    revision,
    patientId,
    stayId,
    condition,
    kind,
    tier,
    at,
    because,
    late,
    reason,
    instruction,
    respondWithinMinutes: signal.respondWithinMinutes,
    scoreId: signal.score?.id ?? null,
    answered: holds && before.answered,
    closed: holds && before.closed,
  };
}
