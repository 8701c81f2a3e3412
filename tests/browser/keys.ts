import { eventually } from '#libs/fixtures';
import type { Locator, Page } from 'playwright-core';

/** More than there are to be tabbed through on any page of a small ward. */
const mostTabs = 90;

/** A person who has a keyboard and no pointer. Every press counts; what is typed into a field is counted apart. */
export class Keys {
  /** Pressed to get about, and to choose. */
  pressed = 0;
  /** Characters that were typed. */
  typed = 0;

  constructor(private readonly page: Page) {}

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
    this.pressed += 1;
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
    this.typed += text.length;
  }

  /** Presses Tab until a button, link or field of this name has the focus. */
  async tabTo(name: string | RegExp): Promise<void> {
    const wanted = this.page
      .getByRole('button', { name })
      .or(this.page.getByRole('link', { name }))
      .or(this.page.getByLabel(name));
    await this.#tabTo(wanted, String(name));
  }

  async activate(name: string | RegExp): Promise<void> {
    await this.tabTo(name);
    await this.press('Enter');
  }

  async typeInto(name: string | RegExp, text: string): Promise<void> {
    await this.tabTo(name);
    await this.type(text);
  }

  /**
   * Chooses from a list by the beginning of an entry. A list forgets what was typed after a second, so that what comes slowly on a busy
   * machine chooses another one: it is typed again then.
   */
  async choose(name: string | RegExp, words: string): Promise<void> {
    await this.tabTo(name);
    await eventually(
      async () => {
        await this.type(words);
        return this.page.evaluate<string>('document.activeElement?.selectedOptions?.[0]?.text ?? ""');
      },
      (chosen) => chosen.toLowerCase().startsWith(words.toLowerCase()),
      { what: `${words} is chosen`, everyMs: 1_500 },
    );
  }

  /** Follows the link that leads there. */
  async follow(path: string): Promise<void> {
    await this.#tabTo(this.page.locator(`a[href="${path}"]`), path);
    await this.press('Enter');
  }

  /** Waits until it is there, as a person does: a page that is still loading has nothing to be tabbed to. */
  async #tabTo(wanted: Locator, what: string): Promise<void> {
    await wanted.first().waitFor({ state: 'attached' });
    const focused = wanted.and(this.page.locator(':focus'));
    for (let tabs = 0; tabs < mostTabs; tabs += 1) {
      if ((await focused.count()) > 0) return;
      await this.press('Tab');
    }
    throw new Error(`${what} was not reached.`);
  }
}
