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
export function faultsOf({ issues }: Pick<z.ZodError, 'issues'>): readonly FieldFault[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map(String);
    const below = issue.code === 'invalid_union' ? ofOneKind(issue) : undefined;
    if (below !== undefined) return below.map((fault) => ({ ...fault, path: [...path, fault.path].join('.') }));
    if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message: issue.message }];
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: unknownMember }));
  });
}

/** Of what may be one of several kinds: the members that none of them has; undefined where that is not what is wrong. */
function ofOneKind({ errors }: z.core.$ZodIssueInvalidUnion): readonly FieldFault[] | undefined {
  const unknown = errors.map((issues) => faultsOf({ issues }).filter(({ message }) => message === unknownMember));
  const [first = [], ...others] = unknown;
  const ofNone = first.filter(({ path }) => others.every((faults) => faults.some((fault) => fault.path === path)));
  return ofNone.length === 0 ? undefined : ofNone;
}

const unknownMember = 'found a member that there is not; expected none of this name: see the description of the API';
