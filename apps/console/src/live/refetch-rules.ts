/** So long it is at least, and so much longer at most, until it is looked again what has become too old. */
const lookAfterMs = { least: 3000, more: 4000 };
/** However many events ask for it, an answer is fetched again at most this often. */
const refetchAfterMs = { least: 1000, more: 1500 };

/**
 * How long until it is looked again what has become too old: by chance, so that hundreds of consoles that an outage has
 * brought in step do not stay so.
 *
 * @param chance from 0 to 1.
 */
export const untilNextLookMs = (chance: number): number => delay(lookAfterMs, chance);

/**
 * How long after an event what it may have changed is fetched again: every console hears it at once, and not all of them are
 * to ask at once.
 *
 * @param chance from 0 to 1.
 */
export const untilRefetchMs = (chance: number): number => delay(refetchAfterMs, chance);

const delay = ({ least, more }: typeof lookAfterMs, chance: number): number => Math.round(least + more * chance);
