import { z } from 'zod';

/** Raised when what is kept has another shape: what an earlier version kept is then ignored. */
const draftVersion = 1;
/** Nothing that people type is longer; more would crowd out the others. */
const mostCharacters = 20_000;
const mostDrafts = 40;

const Draft = z.object({
  version: z.literal(draftVersion),
  /** When it was last typed in, milliseconds since 1970 by the service's clock. */
  at: z.number(),
  /** Of what the person saw while typing; null for what has none. */
  revision: z.number().nullable(),
  /** As the form keeps what is typed; null where it is open and nothing has been typed. */
  values: z.unknown(),
});
export type Draft = Omit<z.infer<typeof Draft>, 'version'>;

/** Whose draft it is, and of which form: `resolve-alert/<alertId>`. */
export interface DraftName {
  readonly personId: string;
  readonly form: string;
}

/** As much of the browser's `Storage` as drafts need. */
export interface TextStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, text: string): void;
  removeItem(key: string): void;
}

const prefix = 'homeward-draft/';
const personPrefix = (personId: string): string => `${prefix}${encodeURIComponent(personId)}/`;
const storageKey = ({ personId, form }: DraftName): string => `${personPrefix(personId)}${form}`;

/**
 * The forms that are open and what has been typed into them, for each person apart: a form that was open is open again after
 * back, reload or a link, with what was typed. Passwords and secrets are never drafts.
 */
export class Drafts {
  readonly #storage: TextStorage;

  constructor(storage: TextStorage) {
    this.#storage = storage;
  }

  /** Undefined where the form is not open, or what is kept of it cannot be read. */
  read(name: DraftName): Draft | undefined {
    const text = this.#storage.getItem(storageKey(name));
    if (text === null) return undefined;
    const draft = Draft.safeParse(jsonOrUndefined(text));
    return draft.success ? draft.data : undefined;
  }

  /** @returns whether it is kept: not where it is too long, or the browser keeps nothing. The form itself still has it. */
  write(name: DraftName, draft: Draft): boolean {
    const text = JSON.stringify({ version: draftVersion, ...draft });
    if (text.length > mostCharacters) return false;
    this.#makeRoom(name);
    try {
      this.#storage.setItem(storageKey(name), text);
      return true;
    } catch {
      return false;
    }
  }

  forget(name: DraftName): void {
    this.#storage.removeItem(storageKey(name));
  }

  /** All that a person has typed, at signing out. */
  forgetPerson(personId: string): void {
    for (const key of this.#keysOf(personPrefix(personId))) this.#storage.removeItem(key);
  }

  /** What follows `start` in the names of a person's open forms: the ids of the alerts whose form is open. */
  openForms(personId: string, start: string): readonly string[] {
    const whole = `${personPrefix(personId)}${start}`;
    return this.#keysOf(whole).map((key) => key.slice(whole.length));
  }

  #keysOf(start: string): readonly string[] {
    const keys = Array.from({ length: this.#storage.length }, (_unused, index) => this.#storage.key(index));
    return keys.filter((key) => key !== null).filter((key) => key.startsWith(start));
  }

  /** The oldest go first. */
  #makeRoom(name: DraftName): void {
    const others = this.#keysOf(prefix).filter((key) => key !== storageKey(name));
    const byAge = others
      .map((key) => ({ key, draft: Draft.safeParse(jsonOrUndefined(this.#storage.getItem(key) ?? '')) }))
      .toSorted((one, other) => (one.draft.data?.at ?? 0) - (other.draft.data?.at ?? 0));
    for (const { key } of byAge.slice(0, Math.max(0, byAge.length - mostDrafts + 1))) this.#storage.removeItem(key);
  }
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Undefined fits no draft, which is how the caller learns of it.
    return undefined;
  }
}
