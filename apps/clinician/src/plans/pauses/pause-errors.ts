import { HomewardError } from '#libs/contracts';

/** A pause was asked for a patient without an open stay, of whom no readings are expected. */
export class PatientNotAdmittedError extends HomewardError {
  readonly code = 'patient-not-admitted';
  readonly transient = false;
  constructor(patientId: string) {
    super(`Patient ${patientId} is on no ward: expected an open stay, as no readings are expected without one.`, {
      patientId,
    });
  }
}

/** The times of a pause cannot be. */
export class PauseRefusedError extends HomewardError {
  readonly code = 'pause-refused';
  readonly transient = false;
  constructor(readonly faults: readonly { readonly path: string; readonly message: string }[]) {
    super(`The pause was not begun: ${faults.map(({ path, message }) => `${path}: ${message}`).join('; ')}.`, {
      paths: faults.map(({ path }) => path),
    });
  }
}

/** The pause would overlap another: two reasons at once, of which one would be lost. */
export class PauseOverlapsError extends HomewardError {
  readonly code = 'pause-overlaps';
  readonly transient = false;
  constructor(pauseId: string) {
    super(`Pause ${pauseId} is in force for a part of that time: end it first, or choose a time beside it.`, {
      pauseId,
    });
  }
}

/** The patient has no pause with this id that could still be ended. */
export class PauseNotFoundError extends HomewardError {
  readonly code = 'pause-not-found';
  readonly transient = false;
  constructor(pauseId: string) {
    super(`There is no pause ${pauseId} that is in force or to come.`, { pauseId });
  }
}
