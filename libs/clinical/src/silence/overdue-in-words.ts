import { codeInWords } from '../vital-signs/code-in-words.ts';
import type { ObservationCode } from '../vital-signs/observation-codes.ts';

const minuteInMs = 60_000;
const hourInMinutes = 60;

/** A reading that has not come, as it is at a moment. Times in milliseconds since 1970. */
export interface Overdue {
  readonly code: ObservationCode;
  readonly dueAtMs: number;
  /** Null where none was ever taken. */
  readonly lastTakenAtMs: number | null;
  readonly atMs: number;
}

/** For how long nothing has come: `pulse overdue for 1 h 15 min (the last 2 h 15 min before)`; the time since in whole minutes. */
export function overdueInWords({ code, dueAtMs, lastTakenAtMs, atMs }: Overdue): string {
  const overdueFor = durationInWords(atMs - dueAtMs);
  const since = lastTakenAtMs === null ? 'never measured' : `the last ${durationInWords(atMs - lastTakenAtMs)} before`;
  const overdue = atMs - dueAtMs < minuteInMs ? 'due' : `overdue for ${overdueFor}`;
  return `${codeInWords(code)} ${overdue} (${since})`;
}

function durationInWords(ms: number): string {
  const minutes = Math.floor(ms / minuteInMs);
  const hours = Math.floor(minutes / hourInMinutes);
  const rest = minutes % hourInMinutes;
  if (hours === 0) return `${String(rest)} min`;
  return rest === 0 ? `${String(hours)} h` : `${String(hours)} h ${String(rest)} min`;
}
