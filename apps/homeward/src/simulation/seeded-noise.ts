/**
 * Chance that can be repeated. Nothing here has a state: each number follows from its seed and from where it is asked
 * for, so that any hour of any patient can be looked at without having lived through the hours before.
 */

/** A point in the noise: the run's seed, whose noise it is, what it is for. */
export type Seed = readonly (string | number)[];

/** FNV-1a over the parts, then murmur3's finish, so that neighbouring seeds have nothing in common. */
function hash(parts: Seed): number {
  let state = 0x811c9dc5;
  const text = parts.join('\u001f');
  // By index and code unit: this is the innermost loop of a simulation of thousands.
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}

/** From 0 up to, but not including, 1. */
export const uniform = (...seed: Seed): number => hash(seed) / 2 ** 32;

/** A whole number from 0 up to, but not including, `count`. */
export const choice = (count: number, ...seed: Seed): number => Math.floor(uniform(...seed) * count);

/** Mean 0, standard deviation 1, and never beyond 3: a body has no outliers that are not ill. */
export function normal(...seed: Seed): number {
  // Box and Muller's transform; 1 − u keeps the logarithm away from 0.
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(...seed, 'radius')));
  const value = radius * Math.cos(2 * Math.PI * uniform(...seed, 'angle'));
  return Math.max(-3, Math.min(3, value));
}

/**
 * Noise that wanders rather than jumps: between its knots, one every `period`, it goes over smoothly.
 *
 * @param at in the same unit as `period`.
 * @returns mean 0, about −3 to 3.
 */
export function wandering(at: number, period: number, ...seed: Seed): number {
  const knot = Math.floor(at / period);
  const along = easeInOut(at / period - knot);
  return normal(...seed, knot) * (1 - along) + normal(...seed, knot + 1) * along;
}

/** From 0 to 1, without a kink at either end. */
export const easeInOut = (part: number): number => part * part * (3 - 2 * part);
