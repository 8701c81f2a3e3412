import { Inject, Injectable } from '@nestjs/common';
import type { Quarantined, QuarantineQuery } from '#libs/contracts';
import type { Database } from '#libs/database';
import { DATABASE } from '../parts.module.ts';

/** The table `quarantined`: what was kept aside, whole, with the reasons. */
@Injectable()
export class QuarantineStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async add(events: readonly Quarantined[]): Promise<void> {
    await this.database.pool.query({
      name: 'quarantine-add',
      text: `insert into quarantined (id, device_id, gateway_id, patient_id, received_at, event)
             select * from rows from (
               unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[]), json_array_elements($6::json))
             on conflict do nothing`,
      values: [
        events.map(({ id }) => id),
        events.map(({ deviceId }) => deviceId),
        events.map(({ gatewayId }) => gatewayId),
        events.map(({ patientId }) => patientId ?? null),
        events.map(({ receivedAt }) => receivedAt),
        JSON.stringify(events),
      ],
    });
  }

  /** Newest first; one row more than the limit, where there is one. */
  async list(
    query: QuarantineQuery,
    after: readonly [receivedAt: string, id: string] | undefined,
  ): Promise<readonly Quarantined[]> {
    const { rows } = await this.database.pool.query<{ event: Quarantined }>(
      `select event from quarantined
       where ($1::text is null or device_id = $1)
         and ($2::text is null or gateway_id = $2)
         and ($3::uuid is null or patient_id = $3)
         and ($4::timestamptz is null or (received_at, id) < ($4, $5::uuid))
       order by received_at desc, id desc
       limit $6`,
      [
        query.deviceId ?? null,
        query.gatewayId ?? null,
        query.patientId ?? null,
        after?.[0] ?? null,
        after?.[1] ?? null,
        query.limit + 1,
      ],
    );
    return rows.map(({ event }) => event);
  }
}
