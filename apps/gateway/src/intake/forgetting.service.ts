import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '#libs/clock';
import { instant } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { MessagesStore } from './messages.store.ts';

export interface ForgettingOptions {
  /** How long message ids are remembered, in days. */
  readonly keepDays: number;
  readonly everyMs: number;
  /** The most rows that one statement removes. */
  readonly step: number;
}

/**
 * Forgets the ids of messages that are too old to be accepted again in any case.
 *
 * Guarantee: never forgets one that is younger than `keepDays`. Works in small steps with pauses, so that taking
 * messages never waits for it; any number of replicas may do so at once.
 */
export class ForgettingService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #stopping = new AbortController();
  #done: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: { readonly messages: MessagesStore; readonly clock: Clock; readonly logger: Logger },
    private readonly options: ForgettingOptions,
  ) {}

  onApplicationBootstrap(): void {
    this.#done = this.#forgetForEver();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping.abort();
    await this.#done;
  }

  /** Forgets all that can be forgotten now; says how many. */
  async forget(): Promise<number> {
    const before = instant(this.parts.clock.now().getTime() - this.options.keepDays * 86_400_000);
    let forgotten = 0;
    for (;;) {
      const count = await this.parts.messages.forgetBefore(before, this.options.step);
      forgotten += count;
      if (count < this.options.step || this.#stopping.signal.aborted) return forgotten;
      await this.#pause(50);
    }
  }

  async #forgetForEver(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        const forgotten = await this.forget();
        if (forgotten > 0)
          this.parts.logger.info({ event: 'message-ids-forgotten', forgotten }, 'Message ids forgotten');
      } catch (error) {
        this.parts.logger.warn({ event: 'forgetting-failed', err: error }, 'Message ids could not be forgotten');
      }
      await this.#pause(this.options.everyMs);
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    await pause(milliseconds, undefined, { signal: this.#stopping.signal, ref: false }).catch(() => undefined);
  }
}
