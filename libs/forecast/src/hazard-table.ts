/** A day of a stay at its end of which the patient was still there or no longer. */
interface ObservedDay {
  /** Which row of the table it belongs to. */
  readonly band: number;
  readonly ended: boolean;
  /** From 0 to 1: how much it counts. */
  readonly weight: number;
}

/**
 * How likely a stay is to end within a day, given that it has lasted until then: the share of the days seen at which one
 * did. What began before or ended after the days that were seen is counted for the days that were seen, no more and no
 * less, so that stays which still last do not make stays look short.
 *
 * @see Kaplan and Meier, Nonparametric Estimation from Incomplete Observations, Journal of the American Statistical
 *   Association 53 (1958): what follows from these shares day by day is their estimate.
 */
export class HazardTable {
  readonly #ended: Float64Array;
  readonly #seen: Float64Array;

  /**
   * @param prior what is believed of a band before anything is seen, and how many days seen it weighs as much as: little
   *   evidence moves it a little.
   */
  constructor(
    bands: number,
    private readonly prior: { readonly hazard: (band: number) => number; readonly days: number },
  ) {
    this.#ended = new Float64Array(bands);
    this.#seen = new Float64Array(bands);
  }

  add({ band, ended, weight }: ObservedDay): void {
    this.#seen[band] = (this.#seen[band] ?? 0) + weight;
    if (ended) this.#ended[band] = (this.#ended[band] ?? 0) + weight;
  }

  /** From 0 to 1. */
  hazard(band: number): number {
    const { hazard, days } = this.prior;
    return ((this.#ended[band] ?? 0) + hazard(band) * days) / ((this.#seen[band] ?? 0) + days);
  }

  /** Over all bands. */
  overall(): number {
    const { hazard, days } = this.prior;
    return (sumOf(this.#ended) + hazard(0) * days) / (sumOf(this.#seen) + days);
  }
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
