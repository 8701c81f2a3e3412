import { HomewardError, isServerAway, Problem } from '#libs/contracts';
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { faultsOf, InvalidRequestError } from './invalid-request.ts';

/** Which HTTP status each of the app's error codes has. */
export type StatusOfCode = Readonly<Record<string, number>>;

export interface DescribedProblem {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
  /** It is our mistake alone: to be logged in full, and to be told without particulars. */
  readonly unexpected: boolean;
}

/** A refusal that has no entry in the app's table: the request was understood and cannot be done as things stand. */
const statusOfRefusal = 422;
const retryAfterSeconds = 5;

/** The framework's own refusals, by status: our code, and what to say. */
const frameworkProblems: Readonly<Record<number, { readonly code: string; readonly detail: string }>> = {
  400: {
    code: 'malformed-request',
    detail: 'The request could not be read: expected well-formed JSON and a valid URL.',
  },
  404: { code: 'not-found', detail: 'Nothing answers at this path with this method.' },
  405: { code: 'method-not-allowed', detail: 'This path does not answer to this method.' },
  406: { code: 'not-acceptable', detail: 'None of the media types that were asked for can be given.' },
  408: { code: 'request-timeout', detail: 'The request took too long to arrive.' },
  413: { code: 'body-too-large', detail: 'The body is larger than is accepted here.' },
  414: { code: 'path-too-long', detail: 'A part of the path is longer than any id can be.' },
  415: { code: 'unsupported-media-type', detail: 'Expected a body of type application/json.' },
  429: { code: 'too-many-requests', detail: 'Too many requests in a short time: wait, then try again.' },
  503: { code: 'unavailable', detail: 'The service cannot answer at the moment: try again shortly.' },
};

/**
 * What a caller is told about an error, whatever it is. Pure.
 *
 * @param frameworkStatus what the web framework would answer, where the error is one of its own.
 */
export function describeProblem(
  error: unknown,
  statusOfCode: StatusOfCode,
  frameworkStatus?: number,
): DescribedProblem {
  if (error instanceof InvalidRequestError) return invalidRequest(error);
  if (error instanceof z.ZodError) return invalidRequest(new InvalidRequestError('request', faultsOf(error)));
  if (error instanceof HomewardError) return refusal(error, statusOfCode);
  if (isRefusedValue(error)) return invalidRequest(new InvalidRequestError('request', [valueFault]));
  if (frameworkStatus !== undefined && frameworkStatus < 500) return frameworkProblem(frameworkStatus);
  if (frameworkStatus === 503 || isServerAway(error)) return { ...frameworkProblem(503), headers: retryLater };
  return {
    problem: problemOf({ status: 500, code: 'internal-error', detail: 'Something went wrong on our side.' }),
    headers: {},
    unexpected: true,
  };
}

const valueFault = { path: '', message: 'a value in it is of no kind or size that can be kept' };

/**
 * Whether Postgres refused a value for what it is (class 22, "data exception"): a value of the caller's that no schema
 * foresaw.
 *
 * @see PostgreSQL, Appendix A, "PostgreSQL Error Codes"
 */
export function isRefusedValue(error: unknown): boolean {
  if (!(error instanceof Error) || !('severity' in error) || !('code' in error)) return false;
  return typeof error.code === 'string' && /^22[\dA-Z]{3}$/.test(error.code);
}

const retryLater = { 'Retry-After': String(retryAfterSeconds) } as const;

function invalidRequest(error: InvalidRequestError): DescribedProblem {
  const problem = problemOf({ status: 400, code: error.code, detail: error.message });
  return { problem: { ...problem, errors: [...error.faults] }, headers: {}, unexpected: false };
}

function refusal(error: HomewardError, statusOfCode: StatusOfCode): DescribedProblem {
  const known = Object.hasOwn(statusOfCode, error.code) ? statusOfCode[error.code] : undefined;
  const status = known ?? (error.transient ? 503 : statusOfRefusal);
  const problem = problemOf({ status, code: error.code, detail: error.message });
  const faults = fieldFaultsOf(error);
  return {
    problem: { ...problem, ...(faults === undefined ? {} : { errors: faults }), ...membersOf(error) },
    headers: error.transient ? { ...retryLater, ...retryAfterOf(error) } : {},
    unexpected: status === 500,
  };
}

/** An error that knows for how long it lasts says so. */
function retryAfterOf(error: HomewardError): Readonly<Record<string, string>> {
  return 'retryAfterSeconds' in error ? { 'Retry-After': String(error.retryAfterSeconds) } : {};
}

/** An error that lists faults by their fields has them told one by one. */
function fieldFaultsOf(error: HomewardError): Problem['errors'] {
  return 'faults' in error ? Problem.shape.errors.safeParse(error.faults).data : undefined;
}

/** What an error has to say to machines beside its code. */
function membersOf(error: HomewardError): Readonly<Record<string, unknown>> {
  return 'members' in error && typeof error.members === 'object' ? { ...error.members } : {};
}

function frameworkProblem(status: number): DescribedProblem {
  const known = frameworkProblems[status] ?? { code: 'request-refused', detail: 'The request was refused.' };
  return { problem: problemOf({ status, ...known }), headers: {}, unexpected: false };
}

function problemOf(of: { readonly status: number; readonly code: string; readonly detail: string }): Problem {
  return {
    type: `urn:homeward:problem:${of.code}`,
    title: STATUS_CODES[of.status] ?? 'Error',
    status: of.status,
    detail: of.detail,
    code: of.code,
  };
}
