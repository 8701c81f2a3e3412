const connectionErrors = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What the pg driver says without giving a code. */
const connectionWords =
  /connection terminated|timeout exceeded when trying to connect|not queryable|cannot use a pool after|client was closed/i;

/**
 * Postgres is shutting down, starting or crashed (class 57P), without room (53), its connection broken (08), or a replica
 * that is not the primary yet (25006).
 *
 * @see PostgreSQL, Appendix A, "PostgreSQL Error Codes"
 */
const awayStates = /^(?:08[0-9A-Z]{3}|53[0-9A-Z]{3}|57P0[0-9]|25006)$/;

/** Whether an error says that a server cannot be reached or cannot serve just now, so that the same may work later. */
export function isServerAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (connectionErrors.has(code) || awayStates.test(code) || connectionWords.test(error.message)) return true;
  if (error instanceof AggregateError && error.errors.some(isServerAway)) return true;
  // TypeORM and our own wrappers keep the driver's error inside.
  if ('driverError' in error && error.driverError !== error && isServerAway(error.driverError)) return true;
  return error.cause !== error && isServerAway(error.cause);
}
