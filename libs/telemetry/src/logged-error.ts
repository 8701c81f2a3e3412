/** An error as a log line shows it. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly [fact: string]: unknown;
}

/** What an error of the database says of where it arose. Its message, detail and parameters repeat what a person wrote. */
const databaseFacts = ['schema', 'table', 'column', 'constraint', 'routine'] as const;
/** An error that names itself as its cause must not hold a log line up. */
const deepest = 5;

/**
 * What of an error belongs in a log: its class, code, message, facts, stack and causes, and of an error of the database no
 * words of its own. Anything that is no error is left as it is.
 */
export function loggedError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  const logged: LoggedError = {
    type: error.constructor.name,
    message: error.message,
    ...textsOf(error, ['code']),
    ...('facts' in error ? { facts: error.facts } : {}),
    stack: error.stack,
    ...causesOf(error, depth),
  };
  if (!('severity' in error)) return logged;
  const message = `database error ${'code' in error ? String(error.code) : 'without a code'}`;
  return { ...logged, message, ...textsOf(error, databaseFacts), stack: framesOf(error.stack) };
}

function causesOf(error: Error, depth: number): Readonly<Record<string, unknown>> {
  if (depth >= deepest) return {};
  const { cause } = error;
  const several = error instanceof AggregateError ? error.errors : [];
  return {
    ...(cause instanceof Error ? { cause: loggedError(cause, depth + 1) } : {}),
    ...(several.length === 0 ? {} : { errors: several.map((one) => loggedError(one, depth + 1)) }),
  };
}

function textsOf(error: Error, names: readonly string[]): Readonly<Record<string, string>> {
  const entries = Object.entries(error).filter(([name, value]) => names.includes(name) && typeof value === 'string');
  return Object.fromEntries(entries);
}

/** The stack without the message that stands in front of it. */
function framesOf(stack: string | undefined): string | undefined {
  return stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
}
