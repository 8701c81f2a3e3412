/** Less than the second after which a message that waits for its device is looked at again. */
const keptMs = 900;
const most = 10_000;

/**
 * Which devices were not registered just now, so that what an unregistered device sends costs a look-up a second and no
 * more. Bounded: where there are too many, the oldest are forgotten.
 */
export class AbsenceCache {
  /** Until when each counts as absent, by `performance.now()`; oldest first. */
  readonly #until = new Map<string, number>();
  #generation = 0;

  /** Changes with all that is dropped: what was looked up before is out of date. */
  get generation(): number {
    return this.#generation;
  }

  has(deviceId: string): boolean {
    const until = this.#until.get(deviceId);
    if (until === undefined) return false;
    if (until > performance.now()) return true;
    this.#until.delete(deviceId);
    return false;
  }

  /** @param generation as it was before the device was looked up. */
  add(deviceId: string, generation: number): void {
    if (generation !== this.#generation) return;
    this.#until.delete(deviceId);
    this.#until.set(deviceId, performance.now() + keptMs);
    const [oldest] = this.#until.keys();
    if (this.#until.size > most && oldest !== undefined) this.#until.delete(oldest);
  }

  /** The devices are registered. */
  drop(deviceIds: readonly string[]): void {
    this.#generation += 1;
    for (const deviceId of deviceIds) this.#until.delete(deviceId);
  }
}
