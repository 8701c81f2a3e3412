import { derivedId, type Instant, type IntakeStatus, EventId } from '#libs/contracts';

/** For how long no status may come before it counts as an outage: several times as long as between two. */
const outageAfterMilliseconds = 30_000;

export type OutageDecision =
  | { readonly change: 'raise'; readonly since: Instant }
  | { readonly change: 'nothing'; readonly because: 'never-known' | 'not-silent-for-long' | 'open-already' };

/**
 * Whether it is time to say that no readings can come in. Where no status was ever known, no gateway service has run yet.
 *
 * @param silentForMilliseconds real time since the last status, whatever the clock says: a clock may jump.
 */
export function decideOutage(inputs: {
  readonly lastStatusAt: Instant | undefined;
  readonly silentForMilliseconds: number;
  readonly isOpen: boolean;
}): OutageDecision {
  const { lastStatusAt, silentForMilliseconds, isOpen } = inputs;
  if (lastStatusAt === undefined) return { change: 'nothing', because: 'never-known' };
  if (silentForMilliseconds < outageAfterMilliseconds) return { change: 'nothing', because: 'not-silent-for-long' };
  return isOpen ? { change: 'nothing', because: 'open-already' } : { change: 'raise', since: lastStatusAt };
}

/** The id of the outage that began after the last status: the same whichever replica notices. */
export function outageId(since: Instant): EventId {
  return EventId.parse(derivedId('technical-alert', 'intake-outage', since));
}

/** When nothing could come in, as the status says that comes first afterwards. */
export function outageBefore(
  status: IntakeStatus,
  since: Instant,
): { readonly from: Instant; readonly until: Instant } {
  return status.outages.findLast(({ until }) => until > since) ?? { from: since, until: status.at };
}

export const outageWords = (since: Instant): string => `No readings can arrive since ${timeInWords(since)}.`;

export const outageOverWords = ({ from, until }: { readonly from: Instant; readonly until: Instant }): string =>
  `No readings could arrive from ${timeInWords(from)} until ${timeInWords(until)}.`;

const londonTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const londonDay = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', day: 'numeric', month: 'long' });

/** `08:00:05 on 2 July`, in the time of the United Kingdom. */
export const timeInWords = (at: Instant): string =>
  `${londonTime.format(Date.parse(at))} on ${londonDay.format(Date.parse(at))}`;
