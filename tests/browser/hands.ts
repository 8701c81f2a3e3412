import type { Locator, Page } from 'playwright-core';
import { Keys } from './keys.ts';

/** A person who works with the console, by whatever they have at hand. */
export interface Hands {
  /** Presses a button, or follows a link. */
  press(name: RegExp): Promise<void>;
  /** Types into a field that is empty. */
  type(label: RegExp, text: string): Promise<void>;
  /** Chooses from a list by the beginning of what is to be chosen. */
  choose(label: RegExp, words: string): Promise<void>;
}

/** With a keyboard and no pointer. */
export class KeyboardHands implements Hands {
  readonly #keys: Keys;

  constructor(page: Page) {
    this.#keys = new Keys(page);
  }

  press(name: RegExp): Promise<void> {
    return this.#keys.activate(name);
  }

  type(label: RegExp, text: string): Promise<void> {
    return this.#keys.typeInto(label, text);
  }

  choose(label: RegExp, words: string): Promise<void> {
    return this.#keys.choose(label, words);
  }
}

/** With a mouse for everything but text. */
export class PointerHands implements Hands {
  constructor(private readonly page: Page) {}

  async press(name: RegExp): Promise<void> {
    const [button, link] = [this.#within.getByRole('button', { name }), this.#within.getByRole('link', { name })];
    await button.or(link).first().waitFor();
    // A tab above a form may be called as its button is.
    await ((await button.count()) > 0 ? button : link).first().click();
  }

  async type(label: RegExp, text: string): Promise<void> {
    await this.#within.getByLabel(label).first().fill(text);
  }

  async choose(label: RegExp, words: string): Promise<void> {
    const field = this.#within.getByLabel(label).first();
    const option = field.locator('option', { hasText: words }).first();
    await field.selectOption((await option.getAttribute('value')) ?? '');
  }

  /** The header and the menu have a ward switcher and links of the same names. */
  get #within(): Locator {
    return this.page.locator('main');
  }
}
