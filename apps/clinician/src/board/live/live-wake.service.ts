import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '#libs/database';
import type { Logger } from '#libs/telemetry';
import { setTimeout as pause } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { LiveChangesService } from '../../commands/live-changes/live-changes.service.ts';
import { DATABASE, LOGGER } from '../../parts.module.ts';

const reconnectAfterMilliseconds = 500;

/**
 * Calls `onWake` after every commit that appended to the live stream, from `open` until `close`, on one connection of
 * its own. When that breaks it is made anew, and `onWake` is called once for what was missed meanwhile.
 */
@Injectable()
export class LiveWakeService {
  #wanted: { readonly onWake: () => void } | undefined;
  #hangUp: (() => void) | undefined;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly changes: LiveChangesService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async open(onWake: () => void): Promise<void> {
    this.#wanted = { onWake };
    await this.#connect(this.#wanted);
  }

  close(): void {
    this.#wanted = undefined;
    this.#hangUp?.();
    this.#hangUp = undefined;
  }

  async #connect(wanted: { readonly onWake: () => void }): Promise<void> {
    const client = await this.database.pool.connect();
    const onError = (error: Error): void => {
      release();
      if (this.#wanted !== wanted) return;
      this.logger.warn({ event: 'live-connection-lost', err: error }, 'The live stream lost its connection');
      void this.#reconnect(wanted);
    };
    const release = releaseOnce(client, onError, wanted.onWake);
    client.on('error', onError);
    client.on('notification', wanted.onWake);
    try {
      await this.changes.listen(client);
    } catch (error) {
      release();
      throw error;
    }
    if (this.#wanted === wanted) this.#hangUp = release;
    else release();
  }

  async #reconnect(wanted: { readonly onWake: () => void }): Promise<void> {
    while (this.#wanted === wanted) {
      await pause(reconnectAfterMilliseconds, undefined, { ref: false });
      try {
        await this.#connect(wanted);
        wanted.onWake();
        return;
      } catch (error) {
        this.logger.warn({ event: 'live-reconnect-failed', err: error }, 'The live stream cannot reach Postgres yet');
      }
    }
  }
}

/** Closes the connection rather than lending it again: its next user would be woken in our place. */
function releaseOnce(client: PoolClient, onError: (error: Error) => void, onWake: () => void): () => void {
  let released = false;
  return () => {
    if (released) return;
    released = true;
    client.off('notification', onWake);
    client.release(true);
    client.off('error', onError);
  };
}
