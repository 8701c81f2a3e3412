import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import { type Database, deleteInSteps } from '#libs/database';
import type { Notification, PoolClient } from 'pg';
import type { Tracing } from '#libs/telemetry';
import { CLOCK, DATABASE, TRACING } from '../../parts.module.ts';
import {
  batchUpTo,
  type LiveBatch,
  type LiveChange,
  type StreamBounds,
  type TracedChange,
  type Urgency,
  urgencyOf,
} from './live-change.ts';

/** The Postgres channel that is notified after every commit that appended to the live stream. */
const liveChannel = 'clinician_live';

/** The tables `live_head` and `live_batch`: what changed, in the order of commits. */
@Injectable()
export class LiveChangesStore {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(TRACING) private readonly tracing: Tracing | null,
  ) {}

  /**
   * Must be the last statement of its transaction: it takes the lock on the head, which is held until the commit. Does
   * nothing when there are no changes.
   */
  async append(client: PoolClient, changes: readonly LiveChange[]): Promise<void> {
    if (changes.length === 0) return;
    await client.query({
      name: 'live-append',
      text: `with head as (update live_head set position = position + $1 returning position),
                  batch as (insert into live_batch (last_position, first_position, changes, appended_at)
                            select position, position - $1 + 1, $2::json, $3 from head returning last_position)
             select pg_notify('${liveChannel}', $4) from batch`,
      values: [changes.length, JSON.stringify(this.#traced(changes)), this.clock.now(), urgencyOf(changes)],
    });
  }

  #traced(changes: readonly LiveChange[]): readonly TracedChange[] {
    const { tracing } = this;
    if (tracing === null) return changes;
    return changes.map((change) => {
      const ofPatient =
        'patientId' in change && change.patientId !== null ? tracing.traceOf(change.patientId) : undefined;
      const trace = ofPatient ?? tracing.onlyTrace();
      return trace === undefined ? change : { ...change, trace };
    });
  }

  async listen(client: PoolClient): Promise<void> {
    await client.query(`listen ${liveChannel}`);
  }

  /** What a notification says of the changes; one of an earlier release says nothing. */
  urgencyOf({ payload }: Notification): Urgency {
    return payload === 'routine' ? 'routine' : 'at-once';
  }

  async kept(): Promise<StreamBounds> {
    const { rows } = await this.database.pool.query<{ base: string; head: string }>({
      name: 'live-kept',
      text: `select position as head,
                    coalesce((select first_position - 1 from live_batch order by last_position limit 1), position) as base
             from live_head`,
    });
    const [row] = rows;
    return { base: Number(row?.base ?? 0), head: Number(row?.head ?? 0) };
  }

  /** As `LiveChangesService.after`. The first batch may begin before the position. */
  async after(position: number, most: number): Promise<readonly LiveBatch[]> {
    const { rows } = await this.database.pool.query<{ first: string; last: string; changes: readonly TracedChange[] }>({
      name: 'live-after',
      // What is next may begin later than just after the position, where the changes in between have been deleted.
      text: `with next as materialized (
               select first_position, last_position from live_batch
               where last_position > $1 order by last_position limit $2)
             select batch.first_position as first, last_position as last, changes
             from next join live_batch batch using (last_position)
             where next.first_position <= greatest($1, (select min(first_position) - 1 from next)) + $2
             order by last_position`,
      values: [position, most],
    });
    const batches = rows.map(({ first, last, changes }) => ({
      firstPosition: Number(first),
      lastPosition: Number(last),
      changes,
    }));
    const until = Math.max(position, (batches[0]?.firstPosition ?? 0) - 1) + most;
    return batches.map((batch) => batchUpTo(batch, until));
  }

  /** Oldest first: a clock that was set back in between must not leave a gap in what is kept. */
  async deleteOld(before: Date, most: number): Promise<void> {
    await deleteInSteps(this.database.pool, {
      sql: `delete from live_batch where last_position in (
              select last_position from live_batch
              where last_position <= greatest(
                (select position - $3::bigint from live_head),
                (select max(last_position) from live_batch where appended_at < $2))
              order by last_position limit $1)`,
      values: [before, most],
    });
  }
}
