/** Numbers from 0 up to 1 that follow from the seed: the same faults at the same moments in every run with it. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    // Mulberry32.
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 up to the limit, without it. */
export const below = (limit: number, random: () => number): number => Math.floor(random() * limit);

/** So many of the items, each at most once, in the order in which they were drawn. */
export function drawn<Item>(items: readonly Item[], count: number, random: () => number): readonly Item[] {
  const left = [...items];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(below(left.length, random), 1)).flat();
}
