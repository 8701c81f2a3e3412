/**
 * The same events in rounds, each with an id at most once: one statement may touch a row only once, and every revision that
 * comes off the log is to be entered.
 */
export function inRounds<Event extends { readonly id: string }>(
  events: readonly Event[],
): readonly (readonly Event[])[] {
  const times = new Map<string, number>();
  const rounds: Event[][] = [];
  for (const event of events) {
    const round = times.get(event.id) ?? 0;
    times.set(event.id, round + 1);
    (rounds[round] ??= []).push(event);
  }
  return rounds;
}
