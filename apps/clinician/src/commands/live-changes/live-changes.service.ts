import { Injectable } from '@nestjs/common';
import type { Notification, PoolClient } from 'pg';
import type { StreamBounds, LiveBatch, Urgency } from './live-change.ts';
import { LiveChangesStore } from './live-changes.store.ts';

/** Reads what has changed, in the order of commits. */
@Injectable()
export class LiveChangesService {
  constructor(private readonly store: LiveChangesStore) {}

  /** Has the connection notified after every commit that appended to the stream. */
  async listen(client: PoolClient): Promise<void> {
    await this.store.listen(client);
  }

  /** How urgent those changes are that the connection was notified of. */
  urgencyOf(notification: Notification): Urgency {
    return this.store.urgencyOf(notification);
  }

  async kept(): Promise<StreamBounds> {
    return this.store.kept();
  }

  /**
   * What comes after the position, so many changes at most, as batches of which the first and the last may be parts; oldest first;
   * empty when there is nothing more.
   */
  async after(position: number, most: number): Promise<readonly LiveBatch[]> {
    return this.store.after(position, most);
  }

  /**
   * Deletes what is older than `before`, and what is more than `most` changes behind the newest: always the oldest first, so
   * that what is kept has no gap.
   */
  async deleteOld(before: Date, most: number): Promise<void> {
    await this.store.deleteOld(before, most);
  }
}
