import {
  derivedId,
  type Instant,
  instant,
  type MonitoringPause,
  PauseId,
  type PersonReference,
  type Stay,
} from '#libs/contracts';

/** No leave is longer, as no pause of monitoring is: it is to be looked at again. */
const longestLeaveDays = 14;

/** What is wrong with the time at which a patient is to be back. */
export function leaveFaults(
  until: Instant,
  at: Instant,
): readonly { readonly path: string; readonly message: string }[] {
  const latest = instant(Date.parse(at) + longestLeaveDays * 24 * 3_600_000);
  if (until > at && until <= latest) return [];
  const expected = `expected a time to come, at most ${String(longestLeaveDays)} days ahead`;
  return [{ path: 'until', message: `found ${until}; ${expected}` }];
}

/** The pause of monitoring that goes with a leave. */
function pauseId({ id, leave }: Pick<Stay, 'id' | 'leave'>): PauseId {
  return PauseId.parse(derivedId('leave', id, leave?.since ?? ''));
}

/**
 * The pauses of a patient who has gone on leave: no reading is waited for until the patient is to be back. What other pauses
 * last longer, or come later, remains of them.
 */
export function pausesOnLeave(
  pauses: readonly MonitoringPause[],
  stay: Pick<Stay, 'id' | 'leave'>,
  by: PersonReference,
): readonly MonitoringPause[] {
  const { leave } = stay;
  if (leave === null) return pauses;
  const { since, until } = leave;
  const later = pauses
    .filter((pause) => pause.until > until)
    .map((pause) => (pause.from < until ? { ...pause, from: until } : pause));
  const own: MonitoringPause = { id: pauseId(stay), reason: 'away', from: since, until, decidedBy: by };
  return [own, ...later];
}

/** The pauses once the patient is back. */
export function pausesAfterReturn(
  pauses: readonly MonitoringPause[],
  stay: Pick<Stay, 'id' | 'leave'>,
): readonly MonitoringPause[] {
  const own = pauseId(stay);
  return pauses.filter(({ id }) => id !== own);
}
