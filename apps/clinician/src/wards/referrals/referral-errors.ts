import { HomewardError, type ReferralState } from '#libs/contracts';

/** No referral has this id. */
export class ReferralNotFoundError extends HomewardError {
  readonly code = 'referral-not-found';
  readonly transient = false;
  constructor(referralId: string) {
    super(`There is no referral ${referralId}.`, { referralId });
  }
}

/** A step that the referral cannot take in the state that it has. */
export class ReferralStateError extends HomewardError {
  readonly code = 'referral-state';
  readonly transient = false;
  constructor(referralId: string, step: string, { found, expected }: StateFault) {
    const states = expected.join(' or ');
    super(`Cannot ${step} referral ${referralId}: found it ${found}, expected ${states}.`, {
      referralId,
      step,
      state: found,
      expected,
    });
  }
}

interface StateFault {
  readonly found: ReferralState;
  readonly expected: readonly ReferralState[];
}

/** The patient has not agreed to be cared for on a virtual ward. */
export class ConsentRefusedError extends HomewardError {
  readonly code = 'consent-refused';
  readonly transient = false;
  constructor(referralId: string) {
    super(`Referral ${referralId} cannot be accepted: the patient has not agreed to a virtual ward.`, { referralId });
  }
}

/** Criteria of the pathway are not met, or not answered, and no reason was given to accept the referral all the same. */
export class CriteriaNotMetError extends HomewardError {
  readonly code = 'criteria-not-met';
  readonly transient = false;
  readonly members: { readonly criteria: readonly string[] };
  constructor(referralId: string, criteria: readonly string[]) {
    const ids = criteria.join(', ');
    super(`Referral ${referralId} meets not every criterion: ${ids} not met or not answered; expected a reason.`, {
      referralId,
      criteria,
    });
    this.members = { criteria };
  }
}

/** An acceptance names no ward, and the referral asks for none. */
export class ReferralWithoutWardError extends HomewardError {
  readonly code = 'referral-without-ward';
  readonly transient = false;
  constructor(referralId: string) {
    super(`Referral ${referralId} asks for no ward: expected the wardId of the ward that accepts it.`, { referralId });
  }
}

/** Another referral of the patient has been accepted: a patient has one bed reserved, or waits for one, at a time. */
export class AnotherReferralAcceptedError extends HomewardError {
  readonly code = 'another-referral-accepted';
  readonly transient = false;
  constructor(referralId: string, other: { readonly id: string; readonly state: ReferralState }) {
    super(
      `Referral ${referralId} cannot be accepted: referral ${other.id} of the same patient is ${other.state} already.`,
      { referralId, otherId: other.id, state: other.state },
    );
  }
}

/** A free bed has others waiting for it who are more urgent or have waited for longer, and no reason was given to pass them. */
export class WaitingListOrderError extends HomewardError {
  readonly code = 'waiting-list-order';
  readonly transient = false;
  constructor(referralId: string, { free, ahead }: { readonly free: number; readonly ahead: number }) {
    super(
      `Referral ${referralId} is not next: found ${String(free)} free and ${String(ahead)} waiting before it; expected a reason to pass them.`,
      { referralId, free, ahead },
    );
  }
}

/** The referral of an admission is of another patient. */
export class ReferralOfAnotherPatientError extends HomewardError {
  readonly code = 'referral-of-another-patient';
  readonly transient = false;
  constructor(referralId: string, patientId: string) {
    super(`Referral ${referralId} is not of patient ${patientId}, who is to be admitted.`, { referralId, patientId });
  }
}

/** A pathway or a criterion was named that there is not. */
export class UnknownCriterionError extends HomewardError {
  readonly code = 'unknown-criterion';
  readonly transient = false;
  readonly faults: readonly { readonly path: string; readonly message: string }[];
  constructor(pathway: string, unknown: readonly string[], expected: readonly string[]) {
    const message = `expected a criterion of ${pathway}: ${expected.join(', ')}`;
    super(`The pathway ${pathway} has no criterion ${unknown.join(', ')}; ${message}.`, { pathway, unknown, expected });
    this.faults = unknown.map((id) => ({ path: `criteria.${id}`, message }));
  }
}
