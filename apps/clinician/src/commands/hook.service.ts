import type { Command } from './commands.service.ts';

type Listener<Event> = (command: Command, event: Event) => Promise<void>;

/**
 * Lets the groups above react to a change within its own transaction, in the order in which they were added, so that the
 * group below need not know them. A listener that fails fails the command.
 */
export class Hook<Event> {
  readonly #listeners: Listener<Event>[] = [];

  add(listener: Listener<Event>): void {
    this.#listeners.push(listener);
  }

  async run(command: Command, event: Event): Promise<void> {
    for (const listener of this.#listeners) await listener(command, event);
  }
}
