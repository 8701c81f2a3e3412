import type { AlertEvent, AlertEventKind, Instant, PersonReference } from '#libs/contracts';
import type { AlertDecision, AlertRecord, Inaction } from './alert-decision.ts';

/** What is audited of one change of an alert. `facts.kind` is its kind in the timeline. */
export interface AuditedChange {
  readonly text: string;
  readonly facts: { readonly kind: AlertEventKind; readonly because: string } & Readonly<Record<string, unknown>>;
}

/** A change of an alert with what is audited of it. */
export interface AlertChange extends AuditedChange {
  readonly before: AlertRecord | undefined;
  readonly after: AlertRecord;
}

type Change = Exclude<AlertDecision, { readonly change: 'nothing' }>;

/** A change that signals made. */
export function changeBySignals(
  decision: Change,
  { before, after }: Pick<AlertChange, 'before' | 'after'>,
  signals: readonly { readonly id: string; readonly revision: number }[],
): AlertChange {
  const { tier, currentTier, scoreId } = after;
  const [kind, text] = eventOf(decision, after);
  return { before, after, text, facts: { kind, because: decision.because, tier, currentTier, scoreId, signals } };
}

function eventOf(
  decision: Change,
  { tier, currentTier, reason, late }: AlertRecord,
): readonly [AlertEventKind, string] {
  const why = sentence(`: ${reason}`);
  switch (decision.change) {
    case 'raise':
      if (late)
        return ['raised', `Raised as ${tier} by readings that came late; the level is ${currentTier} now${why}`];
      return ['raised', `Raised ${decision.because === 'risen-again' ? 'again ' : ''}as ${tier}${why}`];
    case 'worsen':
      if (decision.because === 'relapse')
        return ['worsened', `Got worse again after low risk, to ${currentTier}${why}`];
      return ['worsened', `Got worse, to ${currentTier}${why}`];
    case 'correct':
      if (decision.because === 'late-rise')
        return ['corrected', `Readings that came late show that it was ${tier}${why}`];
      return ['corrected', `Corrected to ${tier}${why}`];
    case 'follow':
      if (decision.because === 'improved') return ['improved', `Improved to ${currentTier}.`];
      if (decision.because === 'no-rise-left')
        return ['corrected', 'A correction left nothing to alert for; it stays open, since it has been acknowledged.'];
      return ['rose-again', `Rose to ${currentTier} again, no higher than before.`];
    case 'withdraw':
      return ['withdrawn', 'Withdrawn: a correction left nothing to alert for.'];
  }
}

/** A change that a person made, or the end of the stay. */
export const changeByPerson = {
  acknowledged: (): AuditedChange => ({
    text: 'Acknowledged.',
    facts: { kind: 'acknowledged', because: 'acknowledged' },
  }),
  resolved: (outcome: string | null): AuditedChange => ({
    text: outcome === null ? 'Resolved.' : sentence(`Resolved: ${outcome}`),
    facts: { kind: 'resolved', because: 'resolved' },
  }),
  undone: (answer: 'acknowledged' | 'resolved'): AuditedChange => ({
    text: answer === 'acknowledged' ? 'Took back the acknowledgement.' : 'Took back the resolution: it is open again.',
    facts: { kind: 'undone', because: 'undone', answer },
  }),
  stayEnded: (): AuditedChange => ({
    text: 'Resolved, since the stay ended.',
    facts: { kind: 'stay-ended', because: 'discharged' },
  }),
};

const inactionWords: Readonly<Record<Inaction, string>> = {
  'no-open-stay': 'no stay was open',
  'other-stay': 'its stay was not the open one',
  'no-rise': 'the condition has not risen',
  'dealt-with': 'a person had resolved the alert for it',
  unchanged: 'the alert says it already',
  repeated: 'it had come before',
  superseded: 'a newer revision had come before',
};

/** Why a signal changed no alert. */
export const inactionText = (because: Inaction): string => `Changed no alert: ${inactionWords[because]}.`;

/** An entry of the audit of an alert as its timeline shows it. */
export function timelineEvent(entry: {
  readonly at: Instant;
  readonly by: PersonReference;
  readonly text: string;
  readonly facts: Readonly<Record<string, unknown>>;
}): AlertEvent {
  const { kind, ...facts } = entry.facts;
  // `AlertChange` is all that is ever audited of an alert.
  return { at: entry.at, kind: kind as AlertEventKind, by: entry.by, text: entry.text, facts };
}

/** What a person's answer changed, as it was before the answer. */
export interface TakenBack {
  readonly was: Pick<
    AlertRecord,
    'state' | 'acknowledgedAt' | 'acknowledgedBy' | 'resolvedAt' | 'resolvedBy' | 'outcome' | 'answered'
  >;
  readonly signals: { readonly answeredSignals: readonly Instant[]; readonly closedSignals: readonly Instant[] };
}

/**
 * What is to be as it was before an answer.
 *
 * @param before the entry of the audit before the answer, and `answer` that of the answer.
 */
export function takenBack(before: StatedEntry | undefined, answer: StatedEntry | undefined): TakenBack {
  if (!before?.state || answer === undefined) throw new Error('An answer without the state before it.');
  // The one writer of alerts wrote the state, and every answer has its signals among the facts.
  const { state, acknowledgedAt, acknowledgedBy, resolvedAt, resolvedBy, outcome, answered } =
    before.state as unknown as AlertRecord;
  // The same.
  const { answeredSignals, closedSignals } = answer.facts as unknown as TakenBack['signals'];
  const was = { state, acknowledgedAt, acknowledgedBy, resolvedAt, resolvedBy, outcome, answered };
  return { was, signals: { answeredSignals, closedSignals } };
}

/** The parts of an entry of the audit that say what was, and what a change did. */
interface StatedEntry {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly state: Readonly<Record<string, unknown>> | null;
}

const sentence = (words: string): string => words.replace(/[.!?]?$/, '.');
