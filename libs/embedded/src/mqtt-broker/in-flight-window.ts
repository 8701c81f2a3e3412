export interface InFlightLimits {
  readonly messages: number;
  readonly bytes: number;
}

/**
 * How much has been taken in and is not yet done with. A connection is read on when there is room, in turn: that is the
 * back-pressure, since a connection that is not read fills up until its sender stops.
 */
export class InFlightWindow {
  readonly #limits: InFlightLimits;
  readonly #waiting: (() => void)[] = [];
  #messages = 0;
  #bytes = 0;

  constructor(limits: InFlightLimits) {
    this.#limits = limits;
  }

  get messages(): number {
    return this.#messages;
  }

  enter(bytes: number): void {
    this.#messages += 1;
    this.#bytes += bytes;
  }

  leave(bytes: number): void {
    this.#messages -= 1;
    this.#bytes -= bytes;
    while (this.#hasRoom()) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      next();
    }
  }

  /** Calls back at once if there is room, else as soon as there is. */
  whenRoom(callback: () => void): void {
    if (this.#waiting.length === 0 && this.#hasRoom()) callback();
    else this.#waiting.push(callback);
  }

  #hasRoom(): boolean {
    return this.#messages < this.#limits.messages && this.#bytes < this.#limits.bytes;
  }
}
