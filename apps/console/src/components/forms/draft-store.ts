import { type Draft, type DraftName, Drafts } from './drafts.ts';

const saveAfterMs = 250;

/** Saves drafts as they are typed, a little later and at the latest when the page is left. */
class DraftStore {
  // Of this tab, and only while it is open.
  readonly #drafts = new Drafts(window.sessionStorage);
  readonly #waiting = new Map<string, { readonly name: DraftName; readonly draft: Draft }>();
  readonly #dirty = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #leavingAs: string | null = null;
  #warns = true;
  #openedByHand: string | null = null;

  constructor() {
    window.addEventListener('pagehide', () => {
      this.flush();
      if (this.#leavingAs !== null) this.#drafts.forgetPerson(this.#leavingAs);
    });
    window.addEventListener('beforeunload', (event) => {
      if (this.#warns && this.#dirty.size > 0) event.preventDefault();
    });
  }

  read(name: DraftName): Draft | undefined {
    this.flush();
    return this.#drafts.read(name);
  }

  openForms(personId: string, start: string): readonly string[] {
    this.flush();
    return this.#drafts.openForms(personId, start);
  }

  /** Notes that a form is open, keeping what had been typed into it before. */
  open(name: DraftName, at: number): void {
    if (this.read(name) === undefined) this.#drafts.write(name, { at, revision: null, values: null });
  }

  /** As `open`, by a person: the form takes the focus. One that is open again by itself does not. */
  openByHand(name: DraftName, at: number): void {
    this.#openedByHand = name.form;
    this.open(name, at);
  }

  isOpenedByHand(form: string): boolean {
    return this.#openedByHand === form;
  }

  save(name: DraftName, draft: Draft): void {
    this.#leavingAs = null;
    this.#dirty.add(name.form);
    this.#waiting.set(name.form, { name, draft });
    this.#timer ??= setTimeout(() => this.flush(), saveAfterMs);
  }

  /** The form is on the screen again with what was typed into it before: closing the tab would lose that. */
  cameBack(name: DraftName): void {
    this.#dirty.add(name.form);
  }

  /** The form is closed: nothing typed into it is needed any more. */
  forget(name: DraftName): void {
    this.#waiting.delete(name.form);
    this.#dirty.delete(name.form);
    this.#drafts.forget(name);
  }

  /** The form stays open with nothing typed. */
  clear(name: DraftName, at: number): void {
    this.forget(name);
    this.open(name, at);
  }

  /** Has all of a person's drafts go with the page, at signing out. */
  forgetWhenLeaving(personId: string): void {
    this.#leavingAs = personId;
  }

  /** The page is loaded anew for a reason of ours: what is typed is kept, so there is nothing to warn of. */
  leaveWithoutWarning(): void {
    this.flush();
    this.#warns = false;
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const { name, draft } of this.#waiting.values()) this.#drafts.write(name, draft);
    this.#waiting.clear();
  }

  /** The form has left the screen: what was typed into it waits in the store, and closing the tab warns no more of it. */
  left(name: DraftName): void {
    this.flush();
    this.#dirty.delete(name.form);
  }
}

export const draftStore = new DraftStore();
