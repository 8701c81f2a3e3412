import type { Alert, LiveEvent, WardId } from '#libs/contracts';

/** The alerts among the events that a person is to be called for: raised, on the ward chosen, and not known of late only. */
export function alertsToCallFor(events: readonly LiveEvent[], wardId: WardId | null): readonly Alert[] {
  return events.flatMap((event) => {
    if (event.event !== 'alert') return [];
    const { data } = event;
    const isNews = data.state === 'raised' && !data.late && (wardId === null || data.wardId === wardId);
    return isNews ? [data] : [];
  });
}

/** Those that have not been called for at this revision; remembers them. An event can come again after a reconnect. */
export function notYetCalledFor(alerts: readonly Alert[], called: Map<string, number>): readonly Alert[] {
  return alerts.filter(({ id, revision }) => {
    if ((called.get(id) ?? 0) >= revision) return false;
    called.set(id, revision);
    return true;
  });
}
