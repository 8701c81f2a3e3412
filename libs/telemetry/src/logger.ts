import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import { loggedError } from './logged-error.ts';
import { traceIds } from './trace-context.ts';
import { terminalText } from '#libs/contracts';

export type { Logger } from 'pino';

export interface LoggerOptions {
  /** Stands on every line: "scoring". */
  readonly service: string;
  /** @default 'info' */
  readonly level?: string;
  /** Where the JSON lines go. @default standard output */
  readonly destination?: DestinationStream;
}

/** Makes a logger that writes one JSON object a line, with the time in ISO 8601 and the level by its name. */
export function createLogger({ service, level = 'info', destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    // JSON escapes line breaks by itself, but not all that a terminal obeys.
    hooks: { streamWrite: (line: string) => `${terminalText(line.trimEnd())}\n` },
    mixin: () => {
      const ids = traceIds();
      return ids.length === 0 ? {} : { traceIds: ids };
    },
    serializers: { err: (error: unknown) => loggedError(error) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
