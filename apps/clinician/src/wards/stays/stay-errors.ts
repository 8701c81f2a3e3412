import { HomewardError, type PersonReference } from '#libs/contracts';

/** No stay has this id. */
export class StayNotFoundError extends HomewardError {
  readonly code = 'stay-not-found';
  readonly transient = false;
  constructor(stayId: string) {
    super(`There is no stay ${stayId}.`, { stayId });
  }
}

/** The patient is on a ward already, and can be in one place only. */
export class PatientAlreadyAdmittedError extends HomewardError {
  readonly code = 'patient-already-admitted';
  readonly transient = false;
  constructor(patientId: string, stayId: string) {
    super(`Patient ${patientId} is on a ward already: stay ${stayId} is open.`, { patientId, stayId });
  }
}

/** There is no early-warning chart for the patient on the pathway, and it is not said why they are admitted all the same. */
export class NoChartAppliesError extends HomewardError {
  readonly code = 'no-chart-applies';
  readonly transient = false;
  readonly faults: readonly { readonly path: string; readonly message: string }[];
  constructor(patientId: string, exclusion: string) {
    super(
      `No early-warning chart is for patient ${patientId} (${exclusion}): thresholds alone would alert. Expected noChartReason.`,
      { patientId, exclusion },
    );
    const message = `found none; expected why the patient is admitted without an early-warning chart (${exclusion})`;
    this.faults = [{ path: 'noChartReason', message }];
  }
}

/** The stay has ended before. */
export class StayAlreadyDischargedError extends HomewardError {
  readonly code = 'stay-already-discharged';
  readonly transient = false;
  constructor(stayId: string) {
    super(`Stay ${stayId} has ended already.`, { stayId });
  }
}

/** A stay that goes on cannot be reinstated. */
export class StayStillOpenError extends HomewardError {
  readonly code = 'stay-still-open';
  readonly transient = false;
  constructor(stayId: string) {
    super(`Stay ${stayId} has not ended: expected one that was discharged or cancelled.`, { stayId });
  }
}

/** The patient is on leave already. */
export class StayOnLeaveError extends HomewardError {
  readonly code = 'stay-on-leave';
  readonly transient = false;
  constructor(stayId: string, until: string) {
    super(`The patient of stay ${stayId} is on leave already, until ${until}.`, { stayId, until });
  }
}

/** The patient cannot return who is not on leave. */
export class StayNotOnLeaveError extends HomewardError {
  readonly code = 'stay-not-on-leave';
  readonly transient = false;
  constructor(stayId: string) {
    super(`The patient of stay ${stayId} is not on leave.`, { stayId });
  }
}

/** A transfer would leave the patient where they are. */
export class AlreadyOnWardError extends HomewardError {
  readonly code = 'already-on-ward';
  readonly transient = false;
  constructor(stayId: string, wardId: string) {
    super(`Stay ${stayId} is on ward ${wardId} already: expected another ward.`, { stayId, wardId });
  }
}

/** A time or a date of a stay cannot be; nothing was changed. Lists every fault. */
export class StayRefusedError extends HomewardError {
  readonly code = 'stay-refused';
  readonly transient = false;
  constructor(readonly faults: readonly { readonly path: string; readonly message: string }[]) {
    super(`The stay was not changed: ${faults.map(({ path, message }) => `${path}: ${message}`).join('; ')}.`, {
      paths: faults.map(({ path }) => path),
    });
  }
}

/** The patient is with a colleague, who alone can hand them back. */
export class NotResponsibleError extends HomewardError {
  readonly code = 'not-responsible';
  readonly transient = false;
  constructor(stayId: string, { id, name }: PersonReference) {
    super(`${name} has the patient of stay ${stayId}: take the patient over first.`, { stayId, responsibleId: id });
  }
}
