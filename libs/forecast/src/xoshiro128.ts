const { imul } = Math;

/** Four words of 32 bits, not all of them 0. */
export type XoshiroState = readonly [number, number, number, number];

/**
 * Pseudo-random numbers that a seed repeats: xoshiro128** 1.1. Good enough to simulate with, never for a secret.
 *
 * @see Blackman and Vigna, Scrambled Linear Pseudorandom Number Generators, ACM Transactions on Mathematical Software 47
 *   (2021).
 */
export class Xoshiro128 {
  #first: number;
  #second: number;
  #third: number;
  #fourth: number;

  constructor([first, second, third, fourth]: XoshiroState) {
    this.#first = first;
    this.#second = second;
    this.#third = third;
    this.#fourth = fourth;
  }

  /**
   * Neighbouring seeds have nothing in common: the state is drawn from the seed by Weyl's sequence and the finish of murmur3,
   * as its authors advise to seed from another generator.
   *
   * @param seed a whole number; its low 32 bits count.
   */
  static ofSeed(seed: number): Xoshiro128 {
    const word = (index: number): number => finished(imul(index, 0x9e3779b9) + seed);
    return new Xoshiro128([word(1), word(2), word(3), word(4)]);
  }

  /** A whole number from 0 up to, but not including, 2³². */
  next(): number {
    const result = imul(rotated(imul(this.#second, 5), 7), 9);
    const shifted = this.#second << 9;
    this.#third ^= this.#first;
    this.#fourth ^= this.#second;
    this.#second ^= this.#third;
    this.#first ^= this.#fourth;
    this.#third ^= shifted;
    this.#fourth = rotated(this.#fourth, 11);
    return result >>> 0;
  }

  /** From 0 up to, but not including, 1. */
  uniform(): number {
    return this.next() / 2 ** 32;
  }
}

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

function finished(word: number): number {
  let mixed = word | 0;
  mixed = imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
