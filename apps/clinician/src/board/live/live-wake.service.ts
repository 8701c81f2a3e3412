import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '#libs/database';
import type { Logger } from '#libs/telemetry';
import { setTimeout as pause } from 'node:timers/promises';
import type { Notification, PoolClient } from 'pg';
import { LiveChangesService } from '../../commands/live-changes/live-changes.service.ts';
import { DATABASE, LOGGER } from '../../parts.module.ts';
import { WakePace } from './wake-pace.ts';

const reconnectAfterMilliseconds = 500;

interface Wanted {
  readonly onWake: () => void;
  readonly pace: WakePace;
}

/**
 * Calls `onWake` after every commit that appended to the live stream, from `open` until `close`, on one connection of
 * its own; after those of routine changes no more often than ten times a second. When the connection breaks it is made anew,
 * and `onWake` is called once for what was missed meanwhile.
 */
@Injectable()
export class LiveWakeService {
  #wanted: Wanted | undefined;
  #hangUp: (() => void) | undefined;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly changes: LiveChangesService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async open(onWake: () => void): Promise<void> {
    const wanted: Wanted = {
      onWake,
      pace: new WakePace(
        () => {
          if (this.#wanted === wanted) onWake();
        },
        (milliseconds, then) => void setTimeout(then, milliseconds).unref(),
      ),
    };
    this.#wanted = wanted;
    await this.#connect(wanted);
  }

  close(): void {
    this.#wanted = undefined;
    this.#hangUp?.();
    this.#hangUp = undefined;
  }

  async #connect(wanted: Wanted): Promise<void> {
    const client = await this.database.pool.connect();
    const onError = (error: Error): void => {
      release();
      if (this.#wanted !== wanted) return;
      this.logger.warn({ event: 'live-connection-lost', err: error }, 'The live stream lost its connection');
      void this.#reconnect(wanted);
    };
    const onNotification = (notification: Notification): void => {
      wanted.pace.appended(this.changes.urgencyOf(notification));
    };
    const release = releaseOnce(client, onError, onNotification);
    client.on('error', onError);
    client.on('notification', onNotification);
    try {
      await this.changes.listen(client);
    } catch (error) {
      release();
      throw error;
    }
    if (this.#wanted === wanted) this.#hangUp = release;
    else release();
  }

  async #reconnect(wanted: Wanted): Promise<void> {
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
function releaseOnce(
  client: PoolClient,
  onError: (error: Error) => void,
  onNotification: (notification: Notification) => void,
): () => void {
  let released = false;
  return () => {
    if (released) return;
    released = true;
    client.off('notification', onNotification);
    client.release(true);
    client.off('error', onError);
  };
}
