import { HomewardError, type Problem } from '#libs/contracts';

/** The service answered with problem details: `code` is the service's own, from docs/errors.md. */
export class RefusedError extends HomewardError {
  readonly code: string;
  readonly transient: boolean;
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail === '' ? problem.title : problem.detail, { status: problem.status, code: problem.code });
    this.code = problem.code;
    this.transient = problem.status === 429 || problem.status >= 500;
    this.problem = problem;
  }
}

/** The answer does not have the shape that this console was built for: one of the two is of another version. */
export class UnexpectedAnswerError extends HomewardError {
  readonly code = 'console-unexpected-answer';
  readonly transient = false;

  constructor(path: string, found: string) {
    super(
      `The answer from ${path} is not what this console expects: ${found}. Reload the page; if that does not help, the console and the service are of different versions.`,
      { path },
    );
  }
}

/** No answer at all: the network or the service is down. */
export class UnreachableError extends HomewardError {
  readonly code = 'console-unreachable';
  readonly transient = true;

  constructor(path: string, options?: ErrorOptions) {
    super(
      'Homeward cannot be reached. Check this computer’s network connection; the console keeps trying.',
      { path },
      options,
    );
  }
}

/** Nothing was sent, since the browser has no network. */
export class OfflineError extends HomewardError {
  readonly code = 'console-offline';
  readonly transient = true;

  constructor() {
    super('You are offline: nothing was sent. Press again once you are back online.');
  }
}

/** No answer within the time that a request has. */
export class TimedOutError extends HomewardError {
  readonly code = 'console-timed-out';
  readonly transient = true;

  constructor(path: string, { waitedMs, changes }: { readonly waitedMs: number; readonly changes: boolean }) {
    const seconds = String(Math.round(waitedMs / 1000));
    super(
      changes
        ? `Homeward did not answer within ${seconds} seconds, so it is not known whether this was done. Pressing again does it once only.`
        : `Homeward did not answer within ${seconds} seconds; the console keeps trying.`,
      { path, waitedMs },
    );
  }
}

/** Something in front of Homeward answered in its place: a proxy while Homeward is down, or a sign-in page of the network. */
export class AnsweredByAnotherError extends HomewardError {
  readonly code = 'console-answered-by-another';
  readonly transient = true;

  constructor(path: string, status: number) {
    super(anotherWords(status), { path, status });
  }
}

function anotherWords(status: number): string {
  const named = { 502: '502 (bad gateway)', 503: '503 (unavailable)', 504: '504 (gateway time-out)' } as const;
  const known = Object.entries(named).find(([code]) => Number(code) === status)?.[1] ?? String(status);
  if (status >= 500) {
    return `The server in front of Homeward answered ${known}: Homeward itself did not answer. The console keeps trying.`;
  }
  return `Something other than Homeward answered (status ${known}), such as a sign-in page of this network. Check the network connection; the console keeps trying.`;
}

/** The person is not signed in, or no longer. */
export class SignedOutError extends HomewardError {
  readonly code = 'console-signed-out';
  readonly transient = false;

  constructor() {
    super('You are signed out. Sign in again to go on.');
  }
}
