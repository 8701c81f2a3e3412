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

/** Postgres answers, but is a replica, or in recovery: nothing can be written. */
export class DatabaseReadOnlyError extends HomewardError {
  readonly code = 'database-read-only';
  readonly transient = true;

  constructor() {
    super('Postgres only reads: it is a replica that has not taken over yet, or is in recovery.');
  }
}

/** A statement of a transaction had failed, and its work went on: Postgres has kept nothing of it. A fault of ours. */
export class TransactionRolledBackError extends HomewardError {
  readonly code = 'transaction-rolled-back';
  readonly transient = false;

  constructor() {
    super('Postgres rolled the transaction back, since one of its statements had failed.');
  }
}

function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join('; ');
  return cause instanceof Error ? cause.message : String(cause);
}
