import { HomewardError } from '#libs/contracts';

/** Postgres did not answer, or refused us, for as long as we were ready to wait at the start. */
export class DatabaseUnreachableError extends HomewardError {
  readonly code = 'database-unreachable';
  readonly transient = true;

  constructor(url: string, cause: unknown) {
    const { host, pathname } = new URL(url);
    const address = `${host}${pathname}`;
    super(`Cannot work with Postgres at ${address}: ${reasonOf(cause)}.`, { address }, { cause });
  }
}

function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join('; ');
  return cause instanceof Error ? cause.message : String(cause);
}
