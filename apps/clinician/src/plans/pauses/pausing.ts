import {
  instant,
  type Instant,
  type MonitoringPause,
  type NewPause,
  type PauseId,
  type PersonReference,
} from '#libs/contracts';
import { PauseNotFoundError, PauseOverlapsError, PauseRefusedError } from './pause-errors.ts';

/** No pause reaches further ahead: it is to be looked at again. */
const furthestMs = 14 * 24 * 3_600_000;

/** The pauses once one has begun or ended, and that one. */
export interface PausesAfter {
  readonly pauses: readonly MonitoringPause[];
  readonly pause: MonitoringPause;
}

/**
 * The pauses with a new one among them, in order of their beginnings. One that was to begin before now begins now: a pause
 * has no effect in hindsight.
 *
 * @throws PauseRefusedError
 * @throws PauseOverlapsError
 */
export function withPause(
  pauses: readonly MonitoringPause[],
  asked: NewPause,
  { id, by, at }: { readonly id: PauseId; readonly by: PersonReference; readonly at: Instant },
): PausesAfter {
  const until = instant(Date.parse(asked.until));
  const wanted = asked.from === undefined ? at : instant(Date.parse(asked.from));
  const from = wanted > at ? wanted : at;
  const faults = [...untilFaults(until, at), ...(from >= until && until > at ? [emptyFault(from)] : [])];
  if (faults.length > 0) throw new PauseRefusedError(faults);
  const other = pauses.find((one) => at < one.until && one.from < until && from < one.until);
  if (other !== undefined) throw new PauseOverlapsError(other.id);
  const pause: MonitoringPause = { id, reason: asked.reason, from, until, decidedBy: by };
  return { pause, pauses: [...pauses, pause].toSorted((one, next) => (one.from < next.from ? -1 : 1)) };
}

function untilFaults(until: Instant, at: Instant): readonly { readonly path: string; readonly message: string }[] {
  const expected = 'expected a time to come, at most 14 days ahead';
  if (until <= at) return [{ path: 'until', message: `found ${until}, which has passed; ${expected}` }];
  if (Date.parse(until) > Date.parse(at) + furthestMs)
    return [{ path: 'until', message: `found ${until}; ${expected}` }];
  return [];
}

function emptyFault(from: Instant): { readonly path: string; readonly message: string } {
  return { path: 'from', message: `found ${from}; expected a time before until` };
}

/**
 * The pauses without the one that is ended, and that one as it was: until now, or not at all where it had not begun.
 *
 * @throws PauseNotFoundError for one that is over, too.
 */
export function withoutPause(pauses: readonly MonitoringPause[], id: PauseId, at: Instant): PausesAfter {
  const was = pauses.find((one) => one.id === id && one.until > at);
  if (was === undefined) throw new PauseNotFoundError(id);
  const pause: MonitoringPause = { ...was, until: was.from > at ? was.from : at };
  return { pause, pauses: pauses.filter((one) => one !== was) };
}
