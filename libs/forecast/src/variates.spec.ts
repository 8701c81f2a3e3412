import { dispersedCount, gamma, normal, poisson } from './variates.ts';
import { Xoshiro128 } from './xoshiro128.ts';

const draws = 20_000;

function meanAndVarianceOf(draw: (random: Xoshiro128) => number): { readonly mean: number; readonly variance: number } {
  const random = Xoshiro128.ofSeed(3);
  const values = Array.from({ length: draws }, () => draw(random));
  const mean = values.reduce((sum, value) => sum + value, 0) / draws;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws;
  return { mean, variance };
}

describe('Numbers drawn from a distribution', () => {
  it.each([
    ['normal', (random: Xoshiro128) => 5 + normal(random), 5, 1],
    ['gamma with a shape above 1', (random: Xoshiro128) => gamma(random, { shape: 4, scale: 0.5 }), 2, 1],
    ['gamma with a shape below 1', (random: Xoshiro128) => gamma(random, { shape: 0.5, scale: 2 }), 1, 2],
    ['Poisson with a small mean', (random: Xoshiro128) => poisson(random, 0.7), 0.7, 0.7],
    ['Poisson with a large mean', (random: Xoshiro128) => poisson(random, 120), 120, 120],
    ['dispersed', (random: Xoshiro128) => dispersedCount(random, { mean: 4, dispersion: 2.5 }), 4, 10],
    ['not dispersed', (random: Xoshiro128) => dispersedCount(random, { mean: 4, dispersion: 1 }), 4, 4],
  ])('have the mean and the variance of it: %s', (_name, draw, mean, variance) => {
    const drawn = meanAndVarianceOf(draw);
    // Five standard errors, or nearly: the seed is fixed, so this passes always or never.
    expect(Math.abs(drawn.mean - mean)).toBeLessThan(5 * Math.sqrt(variance / draws));
    expect(Math.abs(drawn.variance / variance - 1)).toBeLessThan(0.1);
  });

  it('are 0 where the mean is 0', () => {
    const random = Xoshiro128.ofSeed(1);
    expect(poisson(random, 0)).toBe(0);
    expect(dispersedCount(random, { mean: 0, dispersion: 3 })).toBe(0);
  });
});
