/**
 * A key for each thing that a person means to do. Pressed again because no answer came, the same content goes out under the
 * same key, and the service acts once; after an answer, or once the form has changed, it is another intent with another key.
 */
export class IdempotencyKeys {
  readonly #makeKey: () => string;
  #unanswered: { readonly content: string; readonly key: string } | null = null;

  constructor(makeKey: () => string) {
    this.#makeKey = makeKey;
  }

  keyFor(content: unknown): string {
    const text = JSON.stringify(content);
    if (this.#unanswered?.content !== text) this.#unanswered = { content: text, key: this.#makeKey() };
    return this.#unanswered.key;
  }

  /** The service has done it, or has refused it for good. */
  answered(): void {
    this.#unanswered = null;
  }
}
