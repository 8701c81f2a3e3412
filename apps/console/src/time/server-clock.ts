/**
 * The time as the service sees it. Ages on screen ("4 min ago") compare with times that the service wrote, and the clock of
 * a workstation may be minutes off; so the difference is learned from what the service says.
 */
export class ServerClock {
  readonly #ownNow: () => number;
  #aheadMs = 0;
  #heardFromAnswer = false;

  /** @param ownNow this computer's clock, milliseconds since 1970. */
  constructor(ownNow: () => number) {
    this.#ownNow = ownNow;
  }

  /** Milliseconds since 1970 by the service's clock, as far as it is known. */
  now(): number {
    return this.#ownNow() + this.#aheadMs;
  }

  /** Milliseconds since 1970 by this computer's clock: for how long something takes, whatever the service's clock does. */
  ownNow(): number {
    return this.#ownNow();
  }

  /** A time by this computer's clock as the service's clock had it. */
  ofOwn(time: number): number {
    return time + this.#aheadMs;
  }

  /** Takes note of a `Date` header, which has whole seconds; a time inside an answer is better, and wins for good. */
  hearDateHeader(header: string | null): void {
    if (header === null || this.#heardFromAnswer) return;
    // Half a second more, because the header is cut off, not rounded.
    const aheadMs = Date.parse(header) + 500 - this.#ownNow();
    // Below two seconds it is the network's doing and would only make ages jump.
    if (Math.abs(aheadMs) > 2000) this.#aheadMs = aheadMs;
  }

  /** Takes note of when the service made an answer (`asOf`). */
  hearAnswerTime(asOf: string): void {
    const aheadMs = Date.parse(asOf) - this.#ownNow();
    if (Number.isNaN(aheadMs)) return;
    this.#heardFromAnswer = true;
    this.#aheadMs = aheadMs;
  }
}

// The one place where the console reads the computer's own clock: everything else is handed a time.
// eslint-disable-next-line homeward/time-is-an-argument -- there is no clock to be handed in a browser but its own.
export const serverClock = new ServerClock(() => Date.now());
