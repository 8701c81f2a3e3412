/** Numbers of well-known distributions, drawn from a generator that is passed in. */
import type { Xoshiro128 } from './xoshiro128.ts';

const { PI, cos, exp, log, min, sqrt } = Math;

/** Mean 0, standard deviation 1, by Box and Muller's transform. */
export function normal(random: Xoshiro128): number {
  // 1 − u keeps the logarithm away from 0.
  const radius = sqrt(-2 * log(1 - random.uniform()));
  return radius * cos(2 * PI * random.uniform());
}

/**
 * Mean shape × scale, variance shape × scale².
 *
 * @param of both above 0.
 * @see Marsaglia and Tsang, A Simple Method for Generating Gamma Variables, ACM Transactions on Mathematical Software 26
 *   (2000); a shape below 1 by their section 6.
 */
export function gamma(random: Xoshiro128, of: { readonly shape: number; readonly scale: number }): number {
  const { shape, scale } = of;
  if (shape < 1) {
    return gamma(random, { shape: shape + 1, scale }) * (1 - random.uniform()) ** (1 / shape);
  }
  const d = shape - 1 / 3;
  const c = 1 / sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && log(1 - random.uniform()) < (x * x) / 2 + d - d * v + d * log(v)) return d * v * scale;
  }
}

/** Above it, the product below would fall under the smallest number there is. */
const largestMeanAtOnce = 50;

/** How many of many rare things happen, by Knuth's product of uniform numbers. */
export function poisson(random: Xoshiro128, mean: number): number {
  let count = 0;
  // The sum of Poisson numbers is one, whose mean is the sum of theirs.
  for (let rest = mean; rest > 0; rest -= largestMeanAtOnce) {
    const limit = exp(-min(rest, largestMeanAtOnce));
    for (let product = random.uniform(); product > limit; product *= random.uniform()) count += 1;
  }
  return count;
}

/**
 * A count that varies more than chance alone: Poisson with a gamma-distributed mean, which is negative binomial.
 *
 * @param of the variance is dispersion × mean; at a dispersion of 1 or less it is Poisson.
 */
export function dispersedCount(random: Xoshiro128, of: { readonly mean: number; readonly dispersion: number }): number {
  const { mean, dispersion } = of;
  if (mean <= 0) return 0;
  if (dispersion <= 1) return poisson(random, mean);
  return poisson(random, gamma(random, { shape: mean / (dispersion - 1), scale: dispersion - 1 }));
}
