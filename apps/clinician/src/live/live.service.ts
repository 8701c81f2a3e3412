import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { LiveChange } from './live-change.ts';
import { LiveStore } from './live.store.ts';

export type { LiveChange } from './live-change.ts';

/**
 * Puts changes into the live stream, in the transaction that makes them: whoever watches sees every change that was
 * committed and none that was not, in the order of commits.
 */
@Injectable()
export class LiveService {
  constructor(private readonly store: LiveStore) {}

  /**
   * Must be the last statement of its transaction: from here to the commit, everybody else who appends waits. Does
   * nothing when there are no changes.
   */
  async append(client: PoolClient, changes: readonly LiveChange[]): Promise<void> {
    if (changes.length > 0) await this.store.append(client, changes);
  }
}
