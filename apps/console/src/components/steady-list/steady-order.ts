/** A list in its held order, and what has happened to it since. */
export interface SteadyOrder<Item> {
  /** In the order held; those that have left the list meanwhile stay where they were, as they were last. */
  readonly shown: readonly Item[];
  /** That have come since, in their order. */
  readonly newcomers: readonly Item[];
  /** Whether the order would be another by now, newcomers left aside. */
  readonly isReordered: boolean;
}

/**
 * The list as it is shown while a person points at it, is in it with the focus, or types in it: nothing moves under the
 * pointer, and every item shows what is newest of it.
 *
 * @param held as it was when the person came to it.
 * @param newest in the order it would have now.
 */
export function steadyOrder<Item>(
  held: readonly Item[],
  newest: readonly Item[],
  keyOf: (item: Item) => string,
): SteadyOrder<Item> {
  const byKey = new Map(newest.map((item) => [keyOf(item), item]));
  const heldKeys = new Set(held.map(keyOf));
  const stayed = held.filter((item) => byKey.has(keyOf(item)));
  const newcomers = newest.filter((item) => !heldKeys.has(keyOf(item)));
  const wanted = newest.filter((item) => heldKeys.has(keyOf(item)));
  return {
    shown: held.map((item) => byKey.get(keyOf(item)) ?? item),
    newcomers,
    isReordered:
      stayed.some((item, index) => keyOf(item) !== keyOf(wanted[index] ?? item)) || stayed.length < held.length,
  };
}
