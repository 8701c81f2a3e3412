import type { Alert, LiveEvent, Notification, WardId } from '#libs/contracts';

/**
 * The alerts among the events that a person is to be called for: raised, or raised again, on the ward chosen; not what is known
 * of late only, put off, or better by now.
 */
export function alertsToCallFor(events: readonly LiveEvent[], wardId: WardId | null): readonly Alert[] {
  return events.flatMap((event) => {
    if (event.event !== 'alert') return [];
    const { data } = event;
    const isCalling = data.state === 'raised' && !data.late && data.snooze === null && data.clearedAt === null;
    return isCalling && (wardId === null || data.wardId === wardId) ? [data] : [];
  });
}

/**
 * Those that have not been called for since they were raised, got worse, or were raised again because an acknowledgement
 * lapsed or a snooze ended; remembers them. An event can come again after a reconnect, and not every change is news.
 */
export function notYetCalledFor(alerts: readonly Alert[], called: Map<string, string>): readonly Alert[] {
  return alerts.filter(({ id, worsenedAt, responseDueAt }) => {
    // Each of these sets a new time to respond by.
    const raising = `${worsenedAt ?? ''} ${responseDueAt}`;
    if (called.get(id) === raising) return false;
    called.set(id, raising);
    return true;
  });
}

/** The notifications for this browser among the events: an event of that name is sent only to the person concerned. */
export function notificationsIn(events: readonly LiveEvent[]): readonly Notification[] {
  return events.flatMap(({ event, data }) => (event === 'notification' && isForBrowser(data) ? [data] : []));
}

export const isForBrowser = ({ channel, state }: Pick<Notification, 'channel' | 'state'>): boolean =>
  channel === 'console' && state === 'pending';
