import type { LiveEvent } from '#libs/contracts';

/**
 * The events heard while an answer is on its way. An answer shows how things were when it was made; an event heard since
 * it was asked for may be newer, so it is applied on top. (Any event heard before is in the answer: the service writes
 * both in one transaction.)
 */
export class EventJournal {
  #events: LiveEvent[] = [];
  #awaited = 0;

  add(events: readonly LiveEvent[]): void {
    if (this.#awaited > 0) this.#events.push(...events);
  }

  /** Fetches, and applies to the answer whatever was heard meanwhile. */
  async alongside<Answer>(
    fetch: () => Promise<Answer>,
    apply: (answer: Answer, heard: readonly LiveEvent[]) => Answer,
  ): Promise<Answer> {
    const mark = this.#events.length;
    this.#awaited += 1;
    try {
      const answer = await fetch();
      return apply(answer, this.#events.slice(mark));
    } finally {
      this.#awaited -= 1;
      if (this.#awaited === 0) this.#events = [];
    }
  }
}
