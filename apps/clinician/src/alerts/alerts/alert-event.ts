import type {
  AlertEvent,
  AlertEventKind,
  AlertOutcome,
  EventId,
  HandedTo,
  Instant,
  PersonReference,
  Snooze,
} from '#libs/contracts';
import type { NextStep } from '../../staff/escalation-policies/next-step.ts';
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
  const facts = { kind, because: decision.because, tier, currentTier, scoreId, signals };
  if (decision.change !== 'review') return { before, after, text, facts };
  const { by, at } = decision.retraction;
  return { before, after, text, facts: { ...facts, retractedBy: by, retractedAt: at } };
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
      return ['raised', `Raised ${isAnew[decision.because] ? 'again ' : ''}as ${tier}${why}`];
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
        return ['corrected', 'A correction left nothing to alert for; it stays open until a person resolves it.'];
      return ['rose-again', `Rose to ${currentTier} again, no higher than before.`];
    case 'review':
      return [
        'cleared',
        sentence(
          `To be reviewed, since ${decision.retraction.by.name} retracted a reading: ${decision.retraction.reason}`,
        ),
      ];
    case 'withdraw':
      return ['withdrawn', 'Withdrawn: a correction left nothing to alert for.'];
  }
}

/** Whether an alert that is raised for that reason follows one before. */
const isAnew = { 'tier-reached': false, 'late-rise': false, 'risen-again': true, 'still-stands': true } as const;

/** A change that a person made, or the end of the stay. */
export const changeByPerson = {
  acknowledged: (note: string | null, related?: AlertRecord): AuditedChange => ({
    text: sentence(`Acknowledged${related === undefined ? '' : ' together with a related alert'}${noted(note)}`),
    facts: { kind: 'acknowledged', because: 'acknowledged', ...(related && { relatedTo: related.id }) },
  }),
  acknowledgedByReply: (way: 'link' | 'sms'): AuditedChange => ({
    text: `Acknowledged by a reply to a notification, ${way === 'sms' ? 'by SMS' : 'by its link'}.`,
    facts: { kind: 'acknowledged', because: 'reply', way },
  }),
  resolved: (outcome: AlertOutcome, note: string | null): AuditedChange => ({
    text: sentence(`Resolved: ${outcomeWords[outcome]}${noted(note)}`),
    facts: { kind: 'resolved', because: 'resolved', outcome },
  }),
  handedToPerson: (person: PersonReference, note: string | null): AuditedChange => ({
    text: sentence(`Handed to ${person.name}${noted(note)}`),
    facts: { kind: 'reassigned', because: 'reassigned', personId: person.id },
  }),
  handedToTeam: (team: { readonly teamId: string; readonly name: string }, note: string | null): AuditedChange => ({
    text: sentence(`Handed to the team ${team.name}${noted(note)}`),
    facts: { kind: 'reassigned', because: 'reassigned', teamId: team.teamId },
  }),
  accepted: ({ name, teamId }: HandedTo): AuditedChange => ({
    text: `Accepted for the team ${name}.`,
    facts: { kind: 'accepted', because: 'accepted', teamId },
  }),
  declined: ({ name, teamId, by }: HandedTo, reason: string): AuditedChange => ({
    text: sentence(`Declined for the team ${name}; it is back with ${by.name}: ${reason}`),
    facts: { kind: 'declined', because: 'declined', teamId },
  }),
  takenOver: (from: PersonReference | null): AuditedChange => ({
    text: from === null ? 'Taken over.' : `Taken over from ${from.name}.`,
    facts: { kind: 'taken-over', because: 'taken-over', from: from?.id ?? null },
  }),
  snoozed: ({ until, reason }: Pick<Snooze, 'until' | 'reason'>): AuditedChange => ({
    text: sentence(`Snoozed until ${until}: ${reason}`),
    facts: { kind: 'snoozed', because: 'snoozed', until },
  }),
  noted: (until: Instant): AuditedChange => ({
    text: 'A note was written about it: the acknowledgement holds for longer.',
    facts: { kind: 'acknowledged', because: 'noted', until },
  }),
  /** @param related the alert whose answer was this one's too, and was undone. */
  undone: (answer: AlertEventKind, related?: AlertRecord): AuditedChange => ({
    text: `Took back: ${undoneWords[answer] ?? 'what was done last'}${related ? `, with that of the alert ${related.id}` : ''}.`,
    facts: { kind: 'undone', because: 'undone', answer, ...(related && { relatedTo: related.id }) },
  }),
  stayEnded: (): AuditedChange => ({
    text: 'Resolved, since the stay ended.',
    facts: { kind: 'stay-ended', because: 'discharged' },
  }),
};

/** A change that the passing of time made. */
export const changeByTime = {
  lapsed: {
    text: 'The acknowledgement lapsed, since nothing followed it: raised again.',
    facts: { kind: 'lapsed', because: 'lapsed' },
  },
  snoozeEnded: {
    text: 'The snooze is over: raised again.',
    facts: { kind: 'snooze-ended', because: 'snooze-ended' },
  },
  raisedAgain: {
    text: 'Its level still stands: an alert was raised again.',
    facts: { kind: 'raised-again', because: 'still-stands' },
  },
  cleared: {
    text: 'Cleared, to be reviewed: the level has been down for as long as the rules ask.',
    facts: { kind: 'cleared', because: 'cleared' },
  },
} as const satisfies Readonly<Record<string, AuditedChange>>;

/** A snooze ends before its time. */
export const snoozeBroken = (from: number, to: number): AuditedChange => ({
  text: `The score rose from ${String(from)} to ${String(to)}, which ends the snooze: raised again.`,
  facts: { kind: 'snooze-ended', because: 'score-rise', from, to },
});

/** The people of a step were notified. */
export function stepTaken(
  { step, round, isFallback }: Pick<NextStep, 'step' | 'round' | 'isFallback'>,
  notified: {
    readonly people: readonly PersonReference[];
    readonly faults: readonly string[];
    readonly note: string | null;
  },
): AuditedChange {
  const { people, faults, note } = notified;
  const which = isFallback ? 'the fallback' : `step ${String(step)}`;
  const again = round === 0 ? '' : ' again';
  const whom = people.length === 0 ? 'no one could be found' : people.map(({ name }) => name).join(', ');
  const text = `${note === null ? 'Escalated' : 'Escalated by hand'} to ${which}${again}, notifying: ${whom}`;
  return {
    text: sentence([text, ...faults].join('; ') + noted(note)),
    facts: {
      kind: 'escalated',
      because: note === null ? 'unanswered' : 'by-hand',
      step,
      round,
      isFallback,
      people,
      faults,
    },
  };
}

/**
 * Whether an event leaves what a person answers as it was: people were notified meanwhile. An answer that is on its way is
 * not refused for it.
 */
export const isNotification = ({ facts }: { readonly facts: Readonly<Record<string, unknown>> }): boolean =>
  facts['kind'] === 'escalated' || facts['kind'] === 'joined';

/** The auditor found that nothing was going to happen to it any more. */
export const escalationRepaired: AuditedChange = {
  text: 'The auditor found no next step: it escalates from the first step.',
  facts: { kind: 'escalated', because: 'repaired' },
};

/** Its people are not notified by themselves. */
export const joined = ({ id }: AlertRecord): AuditedChange => ({
  text: 'Waits: a related alert of the patient notifies people for both.',
  facts: { kind: 'joined', because: 'related-alert', relatedTo: id },
});

/** Its people are not notified for a while. */
export const muted = (by: EventId): AuditedChange => ({
  text: 'Muted: the gateway that the patient’s devices are behind is down, which a technical alert says.',
  facts: { kind: 'muted', because: 'gateway-down', technicalAlertId: by },
});

/** Its people are notified as usual. */
export const unmuted = (by: EventId): AuditedChange => ({
  text: 'No longer muted: the gateway can be heard again, or the patient’s devices are not behind it any more.',
  facts: { kind: 'unmuted', because: 'gateway-up', technicalAlertId: by },
});

export const outcomeWords: Readonly<Record<AlertOutcome, string>> = {
  'no-action': 'no action was needed',
  'advice-given': 'advice was given',
  'visit-arranged': 'a visit was arranged',
  'medication-changed': 'medication was changed',
  'conveyed-to-hospital': 'conveyed to hospital',
  'device-problem': 'a problem of the device',
  'false-alarm': 'a false alarm',
  other: 'other',
  discharged: 'the stay ended',
  withdrawn: 'a correction left nothing to alert for',
};

const undoneWords: Partial<Readonly<Record<AlertEventKind, string>>> = {
  acknowledged: 'the acknowledgement',
  resolved: 'the resolution, so that it is open again',
  reassigned: 'the reassignment',
  'taken-over': 'the taking over',
  snoozed: 'the snooze',
};

const noted = (note: string | null): string => (note === null ? '' : `. ${note}`);

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

/** What an answer of a person may change. */
const answerFields = [
  'state',
  'acknowledgedAt',
  'acknowledgedBy',
  'acknowledgementNote',
  'acknowledgementLapsesAt',
  'owner',
  'handedTo',
  'snooze',
  'clearsAt',
  'returnsAt',
  'resolvedAt',
  'resolvedBy',
  'outcome',
  'outcomeNote',
  'escalation',
  'answered',
] as const satisfies readonly (keyof AlertRecord)[];

/** What a person's answer changed, as it was before the answer. */
export interface TakenBack {
  readonly was: Pick<AlertRecord, (typeof answerFields)[number]>;
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
  const record = before.state as unknown as AlertRecord;
  // The same.
  const { answeredSignals, closedSignals } = answer.facts as unknown as TakenBack['signals'];
  // `fromEntries` knows nothing of which keys it is given.
  const was = Object.fromEntries(answerFields.map((field) => [field, record[field]])) as unknown as TakenBack['was'];
  return { was, signals: { answeredSignals, closedSignals } };
}

/** The parts of an entry of the audit that say what was, and what a change did. */
interface StatedEntry {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly state: Readonly<Record<string, unknown>> | null;
}

const sentence = (words: string): string => words.replace(/[.!?]?$/, '.');
