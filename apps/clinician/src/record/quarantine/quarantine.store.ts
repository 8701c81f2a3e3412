import { Inject, Injectable } from '@nestjs/common';
import {
  type EventId,
  type GatewayId,
  instant,
  type Instant,
  type ObservationId,
  type PatientId,
  type PersonReference,
  type Quarantined,
  type QuarantineReasonCode,
  type QuarantineQuery,
} from '#libs/contracts';
import { type Database, deleteInSteps } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import type { QuarantineRecord, Released } from './quarantine-record.ts';

interface QuarantineRow {
  readonly event: Quarantined;
  readonly times_received: number;
  // Times come out of JSON as Postgres writes them.
  readonly released:
    | readonly {
        readonly path: string;
        readonly released_by: PersonReference;
        readonly released_at: string;
        readonly reason: string;
      }[]
    | null;
}

const columns = `q.event, q.times_received,
  (select json_agg(r order by r.released_at, r.path) from released_reading r where r.quarantined_id = q.id) as released`;

/** What is asked for; of the patients of a ward by who they are. */
export interface QuarantineFilter extends Omit<QuarantineQuery, 'wardId'> {
  readonly patientIds: readonly PatientId[] | undefined;
}

/** Messages that were quarantined, and how many of them for each reason. */
export interface QuarantinedOfPatient {
  readonly patientId: PatientId | null;
  readonly quarantined: number;
  readonly byReason: Readonly<Partial<Record<QuarantineReasonCode, number>>>;
}

/** What was quarantined of a gateway in a while, and when it was last refused for its volume in it. */
export interface QuarantinedOfGateway {
  readonly gatewayId: GatewayId;
  readonly messages: number;
  readonly refusedAt: Instant | null;
}

/** A device, and the time after which its refusals are asked for. */
export interface RefusalsWanted {
  readonly deviceId: string;
  readonly after: Instant;
}

/** What was quarantined of a device, and why the first of it was. */
export interface Refusals {
  readonly deviceId: string;
  readonly messages: number;
  readonly firstAt: Instant;
  readonly firstReason: QuarantineReasonCode;
}

/** When a message was kept aside, and how far the newest time in it was ahead; null where it was not refused for its time. */
export interface QuarantinedArrival {
  readonly receivedAt: Instant;
  readonly aheadSeconds: number | null;
}

/** The tables `quarantined`, whole messages with the reasons, and `released_reading`, what was released of them. */
@Injectable()
export class QuarantineStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** @returns the ids of those that were not kept already, and of those that are known now to have come more often. */
  async add(client: PoolClient, events: readonly Quarantined[]): Promise<readonly EventId[]> {
    const { rows } = await client.query<{ id: EventId }>({
      name: 'quarantine-add',
      text: `insert into quarantined
               (id, device_id, gateway_id, patient_id, received_at, last_received_at, times_received, first_reason, bytes, event)
             select distinct on (each.id)
                    each.id, device_id, gateway_id, patient_id, received_at, received_at, times_received,
                    event -> 'reasons' -> 0 ->> 'code', octet_length(event::text), event
             from rows from (
               unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[], $7::int[]),
               json_array_elements($6::json))
               as each (id, device_id, gateway_id, patient_id, received_at, times_received, event)
             order by each.id, times_received desc
             on conflict (id) do update
               set times_received = excluded.times_received,
                   last_received_at = greatest(quarantined.last_received_at, excluded.last_received_at)
               where quarantined.times_received < excluded.times_received
             returning id`,
      values: [
        events.map(({ id }) => id),
        events.map(({ deviceId }) => deviceId),
        events.map(({ gatewayId }) => gatewayId),
        events.map(({ patientId }) => patientId ?? null),
        events.map(({ receivedAt }) => receivedAt),
        JSON.stringify(events),
        events.map(({ timesReceived }) => timesReceived ?? 1),
      ],
    });
    return rows.map(({ id }) => id);
  }

  /** Newest first; one row more than the limit, where there is one. */
  async list(
    query: QuarantineFilter,
    after: readonly [receivedAt: string, id: string] | undefined,
  ): Promise<readonly QuarantineRecord[]> {
    const { rows } = await this.database.pool.query<QuarantineRow>(
      `select ${columns} from quarantined q
       where ($1::text is null or device_id = $1)
         and ($2::text is null or gateway_id = $2)
         and ($3::uuid is null or patient_id = $3)
         and ($4::timestamptz is null or (received_at, id) < ($4, $5::uuid))
         and ($7::uuid[] is null or patient_id = any($7))
         and ($8::text is null or ($8 = 'yes') = exists (
           select from released_reading r where r.quarantined_id = q.id))
       order by received_at desc, id desc
       limit $6`,
      [
        query.deviceId ?? null,
        query.gatewayId ?? null,
        query.patientId ?? null,
        after?.[0] ?? null,
        after?.[1] ?? null,
        query.limit + 1,
        query.patientIds ?? null,
        query.released ?? null,
      ],
    );
    return rows.map(fromRow);
  }

  async reasonsIn({
    from,
    until,
  }: {
    readonly from: Instant;
    readonly until: Instant;
  }): Promise<readonly QuarantinedOfPatient[]> {
    const { rows } = await this.database.pool.query<QuarantinedOfPatient>({
      name: 'quarantine-reasons-in',
      text: `with message as (select id, patient_id, event from quarantined where received_at >= $1 and received_at < $2),
             reason as (
               select patient_id, each.reason ->> 'code' as code, count(distinct id)::int as messages
               from message cross join lateral json_array_elements(event -> 'reasons') as each (reason)
               group by patient_id, code)
             select patient_id as "patientId", count(*)::int as quarantined, (
               select json_object_agg(code, messages) from reason
               where reason.patient_id is not distinct from message.patient_id) as "byReason"
             from message group by patient_id`,
      values: [from, until],
    });
    return rows;
  }

  /** Devices of which anything was quarantined since then; the first thousand by id. */
  async devicesRefusedSince(since: Instant): Promise<readonly string[]> {
    const { rows } = await this.database.pool.query<{ device_id: string }>({
      name: 'quarantine-devices-refused-since',
      text: `select distinct device_id from quarantined where received_at >= $1 order by device_id limit 1000`,
      values: [since],
    });
    return rows.map(({ device_id }) => device_id);
  }

  /** What was quarantined of each device after a time; those of which nothing was are left out. */
  async refusalsAfter(wanted: readonly RefusalsWanted[]): Promise<readonly Refusals[]> {
    const { rows } = await this.database.pool.query<Omit<Refusals, 'firstAt'> & { readonly firstAt: Date }>({
      name: 'quarantine-refusals-after',
      text: `select wanted.device_id as "deviceId", counted.messages, first.received_at as "firstAt",
                    first.event -> 'reasons' -> 0 ->> 'code' as "firstReason"
             from unnest($1::text[], $2::timestamptz[]) as wanted (device_id, after)
             cross join lateral (
               select count(*)::int as messages from quarantined q
               where q.device_id = wanted.device_id and q.received_at > wanted.after) counted
             cross join lateral (
               select received_at, event from quarantined q
               where q.device_id = wanted.device_id and q.received_at > wanted.after
               order by received_at, id limit 1) first`,
      values: [wanted.map(({ deviceId }) => deviceId), wanted.map(({ after }) => after)],
    });
    return rows.map((row) => ({ ...row, firstAt: instant(row.firstAt) }));
  }

  /** The newest of each device, newest first. */
  async newestOf(
    deviceIds: readonly string[],
    limit: number,
  ): Promise<ReadonlyMap<string, readonly QuarantinedArrival[]>> {
    const { rows } = await this.database.pool.query<{
      device_id: string;
      received_at: Date;
      ahead_seconds: number | null;
    }>({
      name: 'quarantine-newest-of',
      text: `select wanted.device_id, newest.received_at, (newest.event ->> 'aheadSeconds')::int as ahead_seconds
             from unnest($1::text[]) as wanted (device_id)
             cross join lateral (
               select received_at, id, event from quarantined q where q.device_id = wanted.device_id
               order by received_at desc, id desc limit $2) newest
             order by wanted.device_id, newest.received_at desc, newest.id desc`,
      values: [deviceIds, limit],
    });
    const byDevice = Map.groupBy(rows, ({ device_id }) => device_id);
    return new Map(
      [...byDevice].map(([id, newest]) => [
        id,
        newest.map((row) => ({ receivedAt: instant(row.received_at), aheadSeconds: row.ahead_seconds })),
      ]),
    );
  }

  async lock(client: PoolClient, id: EventId): Promise<QuarantineRecord | undefined> {
    await client.query('select from quarantined where id = $1 for no key update', [id]);
    // A statement of its own, so that it sees what was released while the one above was waiting.
    const { rows } = await client.query<QuarantineRow>(`select ${columns} from quarantined q where q.id = $1`, [id]);
    return rows.map(fromRow).at(0);
  }

  async addRelease(
    client: PoolClient,
    id: EventId,
    { path, observationId, by, reason, at }: Released & { readonly observationId: ObservationId },
  ): Promise<void> {
    await client.query(
      `insert into released_reading (quarantined_id, path, observation_id, released_by, reason, released_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [id, path, observationId, by, reason, at],
    );
  }

  /** Of each gateway: how many messages were quarantined since then, and the newest refusal since its day's volume was used up. */
  async ofGatewaysSince(gatewayIds: readonly GatewayId[], since: Instant): Promise<readonly QuarantinedOfGateway[]> {
    const { rows } = await this.database.pool.query<
      Omit<QuarantinedOfGateway, 'refusedAt'> & { refusedAt: Date | null }
    >({
      name: 'quarantine-of-gateways-since',
      text: `select asked.gateway_id as "gatewayId",
                    (select count(*)::int from quarantined q
                     where q.gateway_id = asked.gateway_id and q.received_at >= $2) as messages,
                    (select max(last_received_at) from quarantined q
                     where q.gateway_id = asked.gateway_id and q.last_received_at >= $2
                       and q.first_reason = 'gateway-volume-used-up') as "refusedAt"
             from unnest($1::text[]) as asked (gateway_id)`,
      values: [gatewayIds, since],
    });
    return rows.map((row) => ({ ...row, refusedAt: row.refusedAt === null ? null : instant(row.refusedAt) }));
  }

  /** Of each gateway that has more than so many bytes, deletes the oldest; what a reading was released of stays. */
  async deleteBeyond(bytes: number): Promise<void> {
    await deleteInSteps(this.database.pool, {
      sql: `delete from quarantined where id = any(array(
              select id from (
                select id, sum(bytes) over (partition by gateway_id order by received_at desc, id desc) as total
                from quarantined where gateway_id in (
                  select gateway_id from quarantined group by gateway_id having sum(bytes) > $2)) sized
              where total > $2 and not exists (select from released_reading r where r.quarantined_id = sized.id)
              limit $1))`,
      values: [bytes],
    });
  }

  async deleteBefore(time: Date): Promise<void> {
    await deleteInSteps(this.database.pool, {
      sql: `delete from quarantined where id = any(array(
              select id from quarantined where received_at < $2 order by received_at limit $1))`,
      values: [time],
    });
  }
}

function fromRow({ event, times_received: timesReceived, released }: QuarantineRow): QuarantineRecord {
  return {
    event: { ...event, timesReceived },
    released: (released ?? []).map(({ path, released_by: by, released_at: at, reason }) => ({
      path,
      by,
      at: instant(Date.parse(at)),
      reason,
    })),
  };
}
