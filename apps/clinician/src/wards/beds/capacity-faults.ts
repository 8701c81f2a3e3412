import type { Closure, Instant, WardCapacity } from '#libs/contracts';

/** One thing that is wrong with a change of capacity. */
export interface CapacityFault {
  readonly path: string;
  /** What was found there and what was expected. */
  readonly message: string;
}

/** What is known of the beds of a ward. */
export interface KnownCapacity {
  readonly openedAt: Instant;
  /** In the order in which they were recorded. */
  readonly entries: readonly Pick<WardCapacity, 'from' | 'beds'>[];
  readonly closures: readonly Pick<Closure, 'beds' | 'from' | 'until' | 'ended'>[];
}

/** What is wrong with a time from which something is to hold: the ward has to be open by then. */
export function fromFaults(from: Instant, { openedAt }: Pick<KnownCapacity, 'openedAt'>): readonly CapacityFault[] {
  if (from >= openedAt) return [];
  return [{ path: 'from', message: `found ${from}; expected ${openedAt}, when the ward was opened, or later` }];
}

/** What is wrong with a closure: no more beds can be closed at any time than there are. */
export function closureFaults(
  closure: Pick<Closure, 'beds' | 'from' | 'until'>,
  known: KnownCapacity,
): readonly CapacityFault[] {
  const { beds, from, until } = closure;
  const faults = fromFaults(from, known);
  if (faults.length > 0) return faults;
  if (until !== null && until <= from)
    return [{ path: 'until', message: `found ${until}; expected a time after ${from}, from which beds are closed` }];
  const changes = [...known.entries, ...known.closures].map((change) => change.from);
  const times = [from, ...changes.filter((at) => at > from && (until === null || at < until))];
  const tightest = times
    .map((at) => ({ at, ...bedsAt(known, at) }))
    .toSorted((one, other) => one.beds - one.closed - (other.beds - other.closed))
    .at(0);
  if (tightest === undefined || beds <= tightest.beds - tightest.closed) return [];
  const left = String(Math.max(0, tightest.beds - tightest.closed));
  const of = `${String(tightest.beds)} beds, of which ${String(tightest.closed)} are closed`;
  return [
    { path: 'beds', message: `found ${String(beds)}; expected at most ${left}: at ${tightest.at} there are ${of}` },
  ];
}

/** How many beds there are at a time, and how many are closed: what is known now decides. */
export function bedsAt(
  { entries, closures }: Pick<KnownCapacity, 'entries' | 'closures'>,
  at: Instant,
): { readonly beds: number; readonly closed: number } {
  const held = entries.reduce<Pick<WardCapacity, 'from' | 'beds'> | undefined>(
    (newest, entry) => (entry.from <= at && (newest === undefined || entry.from >= newest.from) ? entry : newest),
    undefined,
  );
  const inForce = closures.filter(
    ({ from, until, ended }) => from <= at && (until === null || until > at) && (ended === null || ended.at > at),
  );
  return { beds: held?.beds ?? 0, closed: inForce.reduce((sum, closure) => sum + closure.beds, 0) };
}
