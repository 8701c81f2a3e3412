/** Something that may wait until a time by `performance.now()`. */
interface Waiting {
  readonly waitsUntil: number;
}

/** News may have been read from the log by another replica, so what waits is looked at again without any. */
const lookAgainMs = 1000;
/** No more than these wait: a flood from an unregistered device must not fill the memory. */
const most = 2000;

/**
 * Messages that wait for news of their device or gateway. They are handed back when news comes, once a second, and each
 * when its time is up.
 */
export class NewsWait<Message extends Waiting> {
  #messages: Message[] = [];
  #timer: NodeJS.Timeout | undefined;
  #lookedAt = 0;
  /** How often news has come. What was looked up before the newest may be out of date. */
  #news = 0;

  /** @param handBack gets those that are to be looked at again. */
  constructor(private readonly handBack: (messages: readonly Message[]) => void) {}

  get size(): number {
    return this.#messages.length;
  }

  get isFull(): boolean {
    return this.#messages.length >= most;
  }

  get news(): number {
    return this.#news;
  }

  /** @param news as it was before the messages were looked at. */
  add(messages: readonly Message[], news: number): void {
    if (messages.length === 0) return;
    if (this.#messages.length === 0) this.#lookedAt = performance.now();
    for (const message of messages) this.#messages.push(message);
    if (news === this.#news) this.#schedule();
    else this.release();
  }

  /** There is news of a device or a gateway. */
  newsCame(): void {
    this.#news += 1;
    this.release();
  }

  /** Hands all of them back now. */
  release(): void {
    this.#lookedAt = performance.now();
    this.#return(this.#messages.splice(0));
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const next = this.#messages.reduce(
      (earliest, { waitsUntil }) => Math.min(earliest, waitsUntil),
      this.#lookedAt + lookAgainMs,
    );
    this.#timer = setTimeout(
      () => {
        this.#wake();
      },
      Math.max(1, next - performance.now()),
    );
  }

  #wake(): void {
    const now = performance.now();
    if (now >= this.#lookedAt + lookAgainMs) {
      this.release();
      return;
    }
    const due = this.#messages.filter(({ waitsUntil }) => waitsUntil <= now);
    this.#messages = this.#messages.filter(({ waitsUntil }) => waitsUntil > now);
    this.#return(due);
  }

  #return(messages: readonly Message[]): void {
    clearTimeout(this.#timer);
    if (this.#messages.length > 0) this.#schedule();
    if (messages.length > 0) this.handBack(messages);
  }
}
