import type { LoggerService } from '@nestjs/common';

import type { Logger } from './logger.ts';

/**
 * Lets Nest speak through our logger. What Nest tells about its own start is kept to debug; the last of the optional
 * parameters is the part of Nest that speaks.
 */
export function nestLogger(logger: Logger): LoggerService {
  const write =
    (level: 'debug' | 'warn' | 'error') =>
    (message: unknown, ...parameters: readonly unknown[]) => {
      const error = [message, ...parameters].find((part) => part instanceof Error);
      logger[level]({ event: 'framework', context: parameters.at(-1), ...(error && { err: error }) }, String(message));
    };
  return {
    log: write('debug'),
    debug: write('debug'),
    verbose: write('debug'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('error'),
  };
}
