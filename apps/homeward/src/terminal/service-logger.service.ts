import { createLogger, type Logger } from '#libs/telemetry';

import type { HomewardSettings } from '../settings.ts';
import { readableLogLine } from './log-line.ts';

/** Makes a service's logger: short lines for a person at a terminal, JSON for everything else. */
export function serviceLogger(service: string, { LOG_LEVEL }: Pick<HomewardSettings, 'LOG_LEVEL'>): Logger {
  if (!process.stdout.isTTY) return createLogger({ service, level: LOG_LEVEL ?? 'info' });
  const destination = {
    write(lines: string): void {
      for (const line of lines.trimEnd().split('\n')) process.stdout.write(`${readableLogLine(line)}\n`);
    },
  };
  return createLogger({ service, level: LOG_LEVEL ?? 'warn', destination });
}
