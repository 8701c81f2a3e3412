/**
 * What waits, of many owners, each in the order in which it came. Owners take turns: one of whom thousands wait delays
 * another by a batch, not by the thousands.
 */
export class FairQueue<Item> {
  /** In the order of their turns. None is empty. */
  readonly #byOwner = new Map<string, Item[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(owner: string, item: Item): void {
    const ofOwner = this.#byOwner.get(owner);
    if (ofOwner === undefined) this.#byOwner.set(owner, [item]);
    else ofOwner.push(item);
    this.#size += 1;
  }

  /**
   * Takes out so many at most, the same number of each owner as far as there are.
   *
   * @param mostOfEach how many an owner may have of them.
   */
  take(most: number, mostOfEach = most): readonly Item[] {
    const taken: Item[] = [];
    let leftOfEach = mostOfEach;
    while (taken.length < most && leftOfEach > 0 && this.#byOwner.size > 0) {
      const share = Math.min(leftOfEach, Math.max(1, Math.floor((most - taken.length) / this.#byOwner.size)));
      leftOfEach -= share;
      for (const [owner, waiting] of [...this.#byOwner]) {
        if (taken.length === most) break;
        for (const item of waiting.splice(0, share)) taken.push(item);
        // An owner that has had a turn is last in the next batch.
        this.#byOwner.delete(owner);
        if (waiting.length > 0) this.#byOwner.set(owner, waiting);
      }
    }
    this.#size -= taken.length;
    return taken;
  }
}
