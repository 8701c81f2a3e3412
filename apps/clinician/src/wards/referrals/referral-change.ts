import { type CriteriaAnswers, unknownCriteria } from '#libs/clinical';
import type { Instant, PersonReference, ReferralState, StayId, TriageReferral, WardId } from '#libs/contracts';
import type { BedDecision } from './bed-decision.ts';
import { ReferralStateError } from './referral-errors.ts';
import type { ReferralRecord } from './referral-record.ts';

/** A step of a referral, with what was decided about it. */
export type ReferralChange =
  | { readonly kind: 'triage'; readonly found: TriageReferral }
  | {
      readonly kind: 'accept';
      readonly wardId: WardId;
      readonly wardName: string;
      readonly bed: BedDecision;
      readonly despite: ReferralRecord['acceptedDespite'];
    }
  | { readonly kind: 'reserve'; readonly until: Instant; readonly wardName: string; readonly reason: string | null }
  | { readonly kind: 'release'; readonly reason: string }
  | { readonly kind: 'lapse' }
  | { readonly kind: 'decline'; readonly reason: string }
  | { readonly kind: 'withdraw'; readonly reason: string }
  | { readonly kind: 'admit'; readonly stayId: StayId }
  | { readonly kind: 'return'; readonly reason: string };

type ChangeOf<Kind extends ReferralChange['kind']> = Extract<ReferralChange, { kind: Kind }>;

/** In which states each step can be taken. What is not named here is the end: `declined` and `withdrawn`. */
export const expectedStates: Readonly<Record<ReferralChange['kind'], readonly ReferralState[]>> = {
  triage: ['received', 'triaged', 'waiting'],
  accept: ['received', 'triaged'],
  reserve: ['waiting'],
  release: ['reserved'],
  lapse: ['reserved'],
  decline: ['received', 'triaged'],
  withdraw: ['received', 'triaged', 'waiting', 'reserved'],
  admit: ['waiting', 'reserved'],
  // Its admission was a mistake, and has been cancelled.
  return: ['admitted'],
};

/** @throws ReferralStateError saying the state that the referral has, and which were expected. */
export function assertStep({ id, state }: ReferralRecord, step: ReferralChange['kind']): void {
  const expected = expectedStates[step];
  if (!expected.includes(state)) throw new ReferralStateError(id, step, { found: state, expected });
}

/** The referral after a step, and one sentence about it. */
export interface ChangedReferral {
  readonly after: ReferralRecord;
  readonly text: string;
}

/**
 * Takes a step. What waits again after a reservation has its old position: that follows from its urgency and from when it was
 * accepted, which stay.
 *
 * @throws ReferralStateError
 */
export function applyReferralChange(
  before: ReferralRecord,
  change: ReferralChange,
  { by, at }: { readonly by: PersonReference; readonly at: Instant },
): ChangedReferral {
  assertStep(before, change.kind);
  const { over, text } = outcomeOf(before, change, { by, at });
  return { after: { ...before, ...over, revision: before.revision + 1 }, text };
}

interface Outcome {
  readonly over: Partial<ReferralRecord>;
  readonly text: string;
}

function outcomeOf(
  before: ReferralRecord,
  change: ReferralChange,
  author: { readonly by: PersonReference; readonly at: Instant },
): Outcome {
  switch (change.kind) {
    case 'triage':
      return triaged(before, change.found, author);
    case 'accept':
      return accepted(before, change, author.at);
    case 'reserve': {
      const passing = change.reason === null ? '' : ` Before others that wait: ${change.reason}`;
      return {
        over: { state: 'reserved', reservedUntil: change.until, stateReason: change.reason },
        text: `A bed on ${change.wardName} was reserved.${passing}`,
      };
    }
    case 'release':
      return { over: waitingAgain(change.reason), text: `The reserved bed was given back: ${change.reason}` };
    case 'lapse':
      return { over: waitingAgain('The reservation lapsed.'), text: 'The reservation lapsed: it waits again.' };
    case 'decline':
      return { over: ended('declined', change.reason), text: `Declined: ${change.reason}` };
    case 'withdraw':
      return { over: ended('withdrawn', change.reason), text: `Withdrawn: ${change.reason}` };
    case 'admit':
      return { over: { ...ended('admitted', null), stayId: change.stayId }, text: 'Admitted.' };
    case 'return':
      return {
        over: { ...waitingAgain(`The admission was cancelled: ${change.reason}`), stayId: null },
        text: `Waits again, since the admission was cancelled: ${change.reason}`,
      };
  }
}

const waitingAgain = (stateReason: string): Partial<ReferralRecord> => ({
  state: 'waiting',
  reservedUntil: null,
  stateReason,
});

const ended = (state: ReferralState, stateReason: string | null): Partial<ReferralRecord> => ({
  state,
  reservedUntil: null,
  stateReason,
});

function accepted(before: ReferralRecord, change: ChangeOf<'accept'>, at: Instant): Outcome {
  const { wardId, wardName, bed, despite } = change;
  const although = despite === null ? '' : ` Although not every criterion is met: ${despite.reason}`;
  const over = { wardId, acceptedAt: before.acceptedAt ?? at, acceptedDespite: despite };
  return bed.bed === 'reserved'
    ? {
        over: { ...over, state: 'reserved', reservedUntil: bed.until, stateReason: null },
        text: `Accepted, with a bed reserved on ${wardName}.${although}`,
      }
    : {
        over: { ...over, state: 'waiting', reservedUntil: null, stateReason: bed.because },
        text: `Accepted, and waits: ${bed.because}${although}`,
      };
}

/** What the triage leaves out stays. Another pathway has to be accepted anew: its criteria are others. */
function triaged(
  before: ReferralRecord,
  found: TriageReferral,
  { by, at }: { readonly by: PersonReference; readonly at: Instant },
): Outcome {
  const pathway = found.pathway ?? before.pathway;
  const isAnother = pathway !== before.pathway;
  const stillWaits = before.state === 'waiting' && !isAnother;
  const over: Partial<ReferralRecord> = {
    pathway,
    urgency: found.urgency ?? before.urgency,
    wardId: found.wardId ?? before.wardId,
    expectedDischargeDate: found.expectedDischargeDate ?? before.expectedDischargeDate,
    consent: found.consent ?? before.consent,
    criteria: criteriaAnswered({ ...before.criteria, ...found.criteria }, pathway),
    homeAccess: found.homeAccess ?? before.homeAccess,
    digitalNeeds: found.digitalNeeds ?? before.digitalNeeds,
    triage: { at, by, note: found.note ?? before.triage?.note ?? null },
  };
  const note = found.note === undefined ? '.' : `: ${found.note}`;
  if (stillWaits) return { over, text: `Triaged again while it waits${note}` };
  const notAccepted = { state: 'triaged', acceptedAt: null, acceptedDespite: null, stateReason: null } as const;
  return { over: { ...over, ...notAccepted }, text: `Triaged${note}` };
}

/** The answers that are to criteria of the pathway. */
function criteriaAnswered(answers: CriteriaAnswers, pathway: string): Record<string, boolean> {
  const unknown = new Set(unknownCriteria(pathway, answers));
  return Object.fromEntries(Object.entries(answers).filter(([id]) => !unknown.has(id)));
}
