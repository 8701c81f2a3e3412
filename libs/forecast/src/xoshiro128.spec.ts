import { Xoshiro128 } from './xoshiro128.ts';

const first = (count: number, random: Xoshiro128): readonly number[] =>
  Array.from({ length: count }, () => random.next());

describe('Pseudo-random numbers', () => {
  // From the state 1, 2, 3, 4 worked out by hand from the authors' definition; other implementations test with them too.
  it('are those of xoshiro128**', () => {
    expect(first(4, new Xoshiro128([1, 2, 3, 4]))).toEqual([11_520, 0, 5_927_040, 70_819_200]);
  });

  it('are the same for the same seed, and others for its neighbour', () => {
    expect(first(5, Xoshiro128.ofSeed(7))).toEqual(first(5, Xoshiro128.ofSeed(7)));
    expect(first(5, Xoshiro128.ofSeed(7))).not.toEqual(first(5, Xoshiro128.ofSeed(8)));
  });

  it('are there for every seed, 0 included', () => {
    expect(new Set(first(20, Xoshiro128.ofSeed(0))).size).toBe(20);
  });

  it('lie from 0 up to 1, evenly', () => {
    const random = Xoshiro128.ofSeed(1);
    const tenths = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 20_000; draw += 1) {
      const tenth = Math.floor(random.uniform() * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });
});
