import {
  type AlertId,
  type Condition,
  type Instant,
  kindOfCondition,
  type PatientId,
  type Signal,
  type StayId,
} from '#libs/contracts';
import {
  type AlertDecision,
  type AlertRecord,
  decideAlert,
  respondWithinOf,
  type RetractedEvidence,
} from './alert-decision.ts';
import { type AlertChange, changeBySignals } from './alert-event.ts';
import { applyDecision } from './apply-decision.ts';
import type { Clearing } from './clearing.ts';
import { isHigher, type SignalRecord, summarise } from './rise.ts';

/** What the signals of one alert have in common. */
export interface StayCondition {
  readonly stayId: StayId;
  readonly condition: Condition;
}

/** The same, with the patient whose stay it is. */
export interface FoldedSubject extends StayCondition {
  readonly patientId: PatientId;
}

/** Everything that is known about the stays and conditions of the signals that have arrived. */
export interface Known {
  readonly openStays: ReadonlyMap<PatientId, { readonly id: StayId }>;
  readonly signals: readonly SignalRecord[];
  readonly openAlerts: readonly AlertRecord[];
  /** Of each stay and condition those resolved last, by a person and by Homeward. */
  readonly closedAlerts: readonly AlertRecord[];
  /** When the scores of the patient were at low risk, whatever is missing; only where `relapsesToLookFor` asks. */
  readonly lowRiskAt: ReadonlyMap<PatientId, readonly Instant[]>;
  /** What a person retracted last of the patient's readings. */
  readonly retractions: ReadonlyMap<PatientId, RetractedEvidence>;
  readonly now: Date;
  /** When an alert of a stay has cleared, by the rules of its pathway. */
  readonly clearingOf: (stayId: StayId) => Clearing;
  /** The reason in words, with what there is to say beside what the signal says. */
  readonly wordsOf: (signal: SignalRecord) => string;
}

/** What was decided about a revision of a signal. */
export interface SignalDecision {
  readonly signal: Signal;
  readonly alertId: AlertId | undefined;
  readonly decision: AlertDecision;
}

export interface Folded {
  /** Signals that are new, or corrected. */
  readonly signals: readonly SignalRecord[];
  /** Changes of alerts, one after the other; one alert may be there more than once. */
  readonly changes: readonly AlertChange[];
  /** In the order of the decisions; repeats, and revisions that are behind, last. */
  readonly decided: readonly SignalDecision[];
}

/** One condition of a stay while its signals are folded. */
interface Folding {
  readonly patientId: PatientId;
  readonly stayId: StayId;
  readonly condition: Condition;
  readonly signals: Map<string, SignalRecord>;
  alert: AlertRecord | undefined;
  /** The alert that a person resolved last. */
  readonly resolved: AlertRecord | undefined;
  /** Taken in, and not decided about yet: they became known together. */
  together: Signal[];
}

/**
 * Takes signals in and decides what becomes of the alerts. What became known together is decided about together, so a
 * correction that moves a rise withdraws nothing in between. A revision that is there already, or a newer one, makes a
 * signal one to leave alone.
 */
export function foldSignals(arrived: readonly Signal[], known: Known): Folded {
  const foldingOf = foldingsOf(known);
  const foldings = new Set<Folding>();
  const changes: AlertChange[] = [];
  const decided: SignalDecision[] = [];
  const leftAlone: SignalDecision[] = [];
  const changed = new Set<SignalRecord>();

  const decide = (folding: Folding): void => {
    const { together: signals } = folding;
    if (signals.length === 0) return;
    const { decision, after } = decideNow(folding, known);
    if (after !== undefined && decision.change !== 'nothing') {
      const revisions = signals.map(({ id, revision }) => ({ id, revision }));
      changes.push(changeBySignals(decision, { before: folding.alert, after }, revisions));
      folding.alert = after;
    }
    const alertId = folding.alert?.id;
    decided.push(...signals.map((signal) => ({ signal, alertId, decision })));
    folding.together = [];
  };

  for (const signal of arrived) {
    const folding = foldingOf(signal);
    foldings.add(folding);
    const before = folding.signals.get(signal.at);
    if (before !== undefined && before.revision >= signal.revision) {
      const because = before.revision === signal.revision ? 'repeated' : 'superseded';
      leftAlone.push({ signal, alertId: folding.alert?.id, decision: { change: 'nothing', because } });
      continue;
    }
    if (folding.together.some(({ receivedAt }) => receivedAt !== signal.receivedAt)) decide(folding);
    const record = recordOf(signal, before);
    if (before !== undefined) changed.delete(before);
    changed.add(record);
    folding.signals.set(signal.at, record);
    folding.together.push(signal);
  }
  for (const folding of foldings) decide(folding);
  return { signals: [...changed], changes, decided: [...decided, ...leftAlone] };
}

/** Decides about a condition by what is known already: an answer that stood in the way has been taken back. */
export function foldAgain(subject: FoldedSubject, known: Known): readonly AlertChange[] {
  const folding = foldingsOf(known)(subject);
  const { decision, after } = decideNow(folding, known);
  if (after === undefined || decision.change === 'nothing') return [];
  return [changeBySignals(decision, { before: folding.alert, after }, [])];
}

/**
 * The patients whose scores at low risk matter, and from when on: those with an acknowledged alert about their score, since
 * the last signal that was answered.
 */
export function relapsesToLookFor({
  openAlerts,
  signals,
}: Pick<Known, 'openAlerts' | 'signals'>): readonly { readonly patientId: PatientId; readonly after: Instant }[] {
  const bySubject = Map.groupBy(signals, keyOf);
  return openAlerts.flatMap((alert) => {
    if (alert.state !== 'acknowledged' || alert.conditionKind !== 'score') return [];
    const answered = (bySubject.get(keyOf(alert)) ?? []).filter((signal) => signal.answered).map(({ at }) => at);
    const after = answered.toSorted().at(-1);
    return after === undefined ? [] : [{ patientId: alert.patientId, after }];
  });
}

const keyOf = ({ stayId, condition }: StayCondition): string => `${stayId} ${condition}`;

function foldingsOf(known: Known): (subject: FoldedSubject) => Folding {
  const foldings = new Map<string, Folding>();
  const signalsBy = Map.groupBy(known.signals, keyOf);
  const openBy = new Map(known.openAlerts.map((alert) => [keyOf(alert), alert]));
  const closedBy = Map.groupBy(known.closedAlerts, keyOf);
  return ({ patientId, stayId, condition }) => {
    const key = keyOf({ stayId, condition });
    const found = foldings.get(key);
    if (found !== undefined) return found;
    const closed = closedBy.get(key) ?? [];
    const resolved = closed.find(({ withdrawn }) => !withdrawn);
    const withdrawn = closed.find((alert) => alert.withdrawn && alert.since === (resolved?.resolvedAt ?? null));
    const folding: Folding = {
      patientId,
      stayId,
      condition,
      signals: new Map((signalsBy.get(key) ?? []).map((one) => [one.at, one])),
      alert: openBy.get(key) ?? withdrawn,
      resolved,
      together: [],
    };
    foldings.set(key, folding);
    return folding;
  };
}

function decideNow(
  { patientId, stayId, condition, signals, alert, resolved }: Folding,
  { openStays, lowRiskAt, retractions, now, clearingOf, wordsOf }: Known,
): { readonly decision: AlertDecision; readonly after: AlertRecord | undefined } {
  const inOrder = [...signals.values()].toSorted((one, other) => (one.at < other.at ? -1 : 1));
  const since = resolved?.resolvedAt ?? null;
  const clearing = clearingOf(stayId);
  const summary = summarise(inOrder, {
    resolved:
      resolved === undefined || since === null
        ? undefined
        : { at: since, level: resolved.currentTier, returnedFrom: resolved.returned?.from ?? null },
    lowRiskAt: kindOfCondition(condition) === 'score' ? lowRiskAt.get(patientId) : undefined,
    clearing,
    areOccurrences: kindOfCondition(condition) === 'event',
  });
  const retraction = retractedSince(inOrder, retractions.get(patientId));
  const decision = decideAlert({ stayId, openStay: openStays.get(patientId), summary, alert, clearing, retraction });
  const { isShown } = summary;
  const before = resolved?.returned?.words;
  const subject = {
    ...{ patientId, stayId, condition, alert, since, now, clearing, isShown },
    wordsOf: (signal: SignalRecord) => (before === undefined ? wordsOf(signal) : `${before} ${wordsOf(signal)}`),
  };
  return { decision, after: applyDecision(decision, subject) };
}

/**
 * A retraction that may be why a rise is gone: it was made after the readings were taken that the first open signal belongs
 * to. Which of several it was does not matter: each leaves the alert to people.
 */
function retractedSince(
  inOrder: readonly SignalRecord[],
  retraction: RetractedEvidence | undefined,
): RetractedEvidence | undefined {
  const first = inOrder.find(({ closed }) => !closed);
  return retraction !== undefined && first !== undefined && retraction.at >= first.at ? retraction : undefined;
}

/** What people have done about a signal holds for its next revision, unless that is another change, or a higher one. */
function recordOf(signal: Signal, before: SignalRecord | undefined): SignalRecord {
  const { id, revision, patientId, stayId, condition, kind, tier, at, because, late, reason, instruction } = signal;
  const holds = before?.kind === kind && !isHigher(tier, before.tier);
  return {
    ...{ id, revision, patientId, stayId, condition, kind, tier, at, because, late, reason, instruction },
    respondWithinMinutes: respondWithinOf(signal),
    scoreId: signal.score?.id ?? null,
    answered: holds && before.answered,
    closed: holds && before.closed,
  };
}
