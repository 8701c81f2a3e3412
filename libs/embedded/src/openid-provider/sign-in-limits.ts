import type { Stopwatch } from './expiring-records.ts';
import { delayAfter, FailedAttempts } from './failed-attempts.ts';

/** Who tries to sign in as whom. */
export interface SignInSource {
  readonly username: string;
  readonly address: string;
  /** The browser, where this very person has signed in in it before. */
  readonly knownBrowser: string | undefined;
}

export type SignInOutcome =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong'; readonly waitSeconds: number }
  /** The password was not looked at. */
  | { readonly kind: 'too-soon'; readonly waitSeconds: number };

export interface SignInLimitsParts {
  readonly stopwatch: Stopwatch;
  readonly pause: (seconds: number) => Promise<void>;
}

/** Checks that one source may have under way: each costs memory and a part of a second. */
const mostAtOnce = 8;

/**
 * Slows down guessing without locking out the person whose password is guessed. Attempts are refused by user name and source
 * together: a browser in which this person has signed in before, else the network address. Failures from anywhere delay
 * further answers to that name, by a few seconds at most, but never to its known browsers. Whether a person has that name makes no difference,
 * so that it reveals nothing.
 */
export class SignInLimits {
  readonly #bySource: FailedAttempts;
  readonly #byName: FailedAttempts;
  readonly #underWay = new Map<string, number>();
  readonly #pause: SignInLimitsParts['pause'];

  constructor({ stopwatch, pause }: SignInLimitsParts) {
    this.#bySource = new FailedAttempts(stopwatch);
    this.#byName = new FailedAttempts(stopwatch);
    this.#pause = pause;
  }

  /** @param isRight looks at the password; called at most once. */
  async attempt(source: SignInSource, isRight: () => Promise<boolean>): Promise<SignInOutcome> {
    const { username, address, knownBrowser } = source;
    const origin = knownBrowser === undefined ? `address ${address}` : `browser ${knownBrowser}`;
    const key = `${origin} ${username}`;
    const wait = this.#bySource.secondsToWait(key);
    if (wait > 0) return { kind: 'too-soon', waitSeconds: wait };
    const underWay = this.#underWay.get(origin) ?? 0;
    if (underWay >= mostAtOnce) return { kind: 'too-soon', waitSeconds: 1 };
    // Counted before the answer is known: several guesses at the same time are several guesses.
    this.#bySource.failed(key);
    this.#underWay.set(origin, underWay + 1);
    try {
      const delay = knownBrowser === undefined ? delayAfter(this.#byName.count(username)) : 0;
      if (delay > 0) await this.#pause(delay);
      if (await isRight()) {
        this.#bySource.succeeded(key);
        return { kind: 'right' };
      }
    } finally {
      this.#finished(origin);
    }
    this.#byName.failed(username);
    return { kind: 'wrong', waitSeconds: this.#bySource.secondsToWait(key) };
  }

  #finished(origin: string): void {
    const left = (this.#underWay.get(origin) ?? 1) - 1;
    if (left > 0) this.#underWay.set(origin, left);
    else this.#underWay.delete(origin);
  }
}
