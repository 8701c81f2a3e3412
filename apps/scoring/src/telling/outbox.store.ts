import type { PatientId } from '#libs/contracts';
import type { OutgoingRecord } from '#libs/event-log';
import type { PoolClient } from 'pg';

/** Something on its way to the log, by the number under which it waits. */
export interface StagedRecord {
  readonly id: string;
  readonly record: OutgoingRecord;
}

interface OutboxRow {
  readonly id: string;
  readonly topic: OutgoingRecord['topic'];
  readonly key: string;
  readonly value: string;
}

/**
 * SQL of `outbox`: what was decided by time or by a plan and is not known to be on the log yet. What an observation set
 * decides needs no place here: the set comes again until its position is committed, and what it decided is read back.
 */
export class OutboxStore {
  /** @returns the numbers under which they wait, in their order. */
  async stage(client: PoolClient, records: readonly OutgoingRecord[]): Promise<readonly string[]> {
    const { rows } = await client.query<{ id: string }>({
      name: 'scoring-stage',
      text: `INSERT INTO outbox (topic, key, value)
             SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) RETURNING id`,
      values: [records.map(({ topic }) => topic), records.map(({ key }) => key), records.map(({ value }) => value)],
    });
    return rows.map(({ id }) => id);
  }

  /** What waits of these patients. */
  async of(client: PoolClient, patientIds: readonly PatientId[]): Promise<readonly StagedRecord[]> {
    const { rows } = await client.query<OutboxRow>({
      name: 'scoring-staged-of-patients',
      text: `SELECT id, topic, key, value FROM outbox WHERE key = ANY ($1::text[]) ORDER BY id`,
      values: [patientIds],
    });
    return rows.map(stagedOf);
  }

  /**
   * What has waited for so long that whoever staged it must have failed, oldest first. By the database's own clock: it is
   * about how long ago, and has nothing to do with the time of any reading.
   */
  async leftOver(
    client: Pick<PoolClient, 'query'>,
    { olderThanSeconds, most }: { readonly olderThanSeconds: number; readonly most: number },
  ): Promise<readonly StagedRecord[]> {
    const { rows } = await client.query<OutboxRow>({
      name: 'scoring-left-over',
      text: `SELECT id, topic, key, value FROM outbox
             WHERE staged_at < now() - make_interval(secs => $1) ORDER BY id LIMIT $2`,
      values: [olderThanSeconds, most],
    });
    return rows.map(stagedOf);
  }

  async forget(client: Pick<PoolClient, 'query'>, ids: readonly string[]): Promise<void> {
    await client.query({
      name: 'scoring-forget-staged',
      text: `DELETE FROM outbox WHERE id = ANY ($1::bigint[])`,
      values: [ids],
    });
  }
}

function stagedOf({ id, topic, key, value }: OutboxRow): StagedRecord {
  return { id, record: { topic, key, value } };
}
