import { HomewardError } from '#libs/contracts';
import type { z } from 'zod';

/** One field that was not as expected: where it stands, and what was expected there. */
export interface FieldFault {
  /** Dotted, as in `readings.2.unit`; empty when the whole body is meant. */
  readonly path: string;
  readonly message: string;
}

/** A request's body, query or path does not have the shape that was asked for. */
export class InvalidRequestError extends HomewardError {
  readonly code = 'invalid-request';
  readonly transient = false;

  constructor(
    readonly part: string,
    readonly faults: readonly FieldFault[],
    options?: ErrorOptions,
  ) {
    const listed = faults.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
    super(`The ${part} is not as expected: ${listed}.`, { part, paths: faults.map(({ path }) => path) }, options);
  }
}

/** Every fault that zod found, in the order of the schema; a member that is not known has a fault of its own. */
export function faultsOf(error: z.ZodError): readonly FieldFault[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message: issue.message }];
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: unknownMember }));
  });
}

const unknownMember = 'found a member that there is not; expected none of this name: see the description of the API';
