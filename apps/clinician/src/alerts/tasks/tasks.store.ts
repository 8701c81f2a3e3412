import { Inject, Injectable } from '@nestjs/common';
import {
  instant,
  type Instant,
  type PatientId,
  type StayId,
  type Task,
  type TaskId,
  type TaskKind,
  type TaskQuery,
  type WardId,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';

interface TaskRow {
  readonly id: TaskId;
  readonly patient_id: PatientId;
  readonly stay_id: StayId;
  readonly ward_id: WardId;
  readonly kind: TaskKind;
  readonly state: Task['state'];
  readonly words: string;
  readonly codes: Task['codes'];
  readonly silent_party: Task['silentParty'];
  readonly due_at: Date;
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
  readonly outcome: string | null;
  readonly revision: number;
}

/** What is kept of a task beside what is shown. */
interface SavedTask {
  /** Left out for one that is there already. */
  readonly subject?: string;
  /** Of the request that it follows from; left out where it is as it was, or follows from none. */
  readonly causeRevision?: number;
  /** Whether whoever watches is told of it as it is now. */
  readonly announced: boolean;
  readonly at: Date;
}

export interface KeptTask {
  readonly task: Task;
  readonly causeRevision: number;
}

/** The table `task`. */
@Injectable()
export class TasksStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(id: TaskId): Promise<Task | undefined> {
    const { rows } = await this.database.pool.query<TaskRow>('select * from task where id = $1', [id]);
    return rows.map(fromRow).at(0);
  }

  /** Those that have fallen due by `now`, the one due first first; one more than the limit, where there is one. */
  async list(
    query: TaskQuery,
    now: Date,
    after: readonly [dueAt: string, id: string] | undefined,
  ): Promise<readonly Task[]> {
    const { rows } = await this.database.pool.query<TaskRow>(
      `select * from task
       where due_at <= $1
         and ($2::uuid is null or ward_id = $2)
         and ($3::uuid is null or patient_id = $3)
         and ($4::text is null or state = $4)
         and ($5::timestamptz is null or (due_at, id) > ($5, $6::uuid))
       order by due_at, id
       limit $7`,
      [
        now,
        query.wardId ?? null,
        query.patientId ?? null,
        query.state ?? null,
        after?.[0] ?? null,
        after?.[1] ?? null,
        query.limit + 1,
      ],
    );
    return rows.map(fromRow);
  }

  /** How many were open and due at that instant, for each patient who had any. */
  async openCountsOnWard(wardId: WardId, asOf: Instant): Promise<ReadonlyMap<PatientId, number>> {
    const { rows } = await this.database.pool.query<{ patient_id: PatientId; count: number }>({
      name: 'tasks-open-counts-on-ward',
      text: `select patient_id, count(*)::int as count from task
             where ward_id = $1 and due_at <= $2 and opened_at <= $2 and (closed_at is null or closed_at > $2)
             group by patient_id`,
      values: [wardId, asOf],
    });
    return new Map(rows.map(({ patient_id, count }) => [patient_id, count]));
  }

  /** Nobody else changes the task until the transaction ends. */
  async lock(client: PoolClient, id: TaskId): Promise<KeptTask | undefined> {
    return (await this.lockAll(client, [id])).get(id);
  }

  async lockAll(client: PoolClient, ids: readonly TaskId[]): Promise<ReadonlyMap<TaskId, KeptTask>> {
    const { rows } = await client.query<TaskRow & { readonly cause_revision: number }>({
      name: 'tasks-lock-all',
      text: 'select * from task where id = any($1::uuid[]) order by id for update',
      values: [ids],
    });
    return new Map(rows.map((row) => [row.id, { task: fromRow(row), causeRevision: row.cause_revision }]));
  }

  async lockOpenOfStay(client: PoolClient, stayId: StayId): Promise<readonly Task[]> {
    const { rows } = await client.query<TaskRow>(
      `select * from task where stay_id = $1 and state = 'open' order by id for update`,
      [stayId],
    );
    return rows.map(fromRow);
  }

  /** The open stay of each patient. It stays open until the transaction ends: a discharge waits. */
  async holdOpenStays(
    client: PoolClient,
    patientIds: readonly PatientId[],
  ): Promise<ReadonlyMap<PatientId, { readonly id: StayId; readonly wardId: WardId }>> {
    const { rows } = await client.query<{ id: StayId; patient_id: PatientId; ward_id: WardId }>({
      name: 'tasks-hold-open-stays',
      text: `select id, patient_id, ward_id from stay
             where state = 'admitted' and patient_id = any($1::uuid[]) order by patient_id for share`,
      values: [patientIds],
    });
    return new Map(rows.map((row) => [row.patient_id, { id: row.id, wardId: row.ward_id }]));
  }

  /** Takes open tasks that have fallen due and have not been shown as such; no other process gets the same ones. */
  async takeDue(client: PoolClient, now: Date, most: number): Promise<readonly Task[]> {
    const { rows } = await client.query<TaskRow>({
      name: 'tasks-take-due',
      text: `update task set announced = true where id in (
               select id from task where state = 'open' and not announced and due_at <= $1
               order by due_at limit $2 for update skip locked)
             returning *`,
      values: [now, most],
    });
    return rows.map(fromRow).toSorted((one, other) => Date.parse(one.dueAt) - Date.parse(other.dueAt));
  }

  async save(client: PoolClient, task: Task, { subject, causeRevision, announced, at }: SavedTask): Promise<void> {
    await client.query({
      name: 'tasks-save',
      text: `insert into task (id, patient_id, stay_id, ward_id, kind, subject, state, words, codes, silent_party,
               due_at, closed_at, closed_by, outcome, revision, cause_revision, announced, opened_at)
             values ($1, $2, $3, $4, $5, coalesce($6, ''), $7, $8, $9, $10, $11, $12, $13, $14, $15, coalesce($16, 0), $17, $18)
             on conflict (id) do update set
               state = excluded.state, words = excluded.words, codes = excluded.codes,
               silent_party = excluded.silent_party, due_at = excluded.due_at, closed_at = excluded.closed_at,
               closed_by = excluded.closed_by, outcome = excluded.outcome, revision = excluded.revision,
               cause_revision = coalesce($16, task.cause_revision), announced = excluded.announced`,
      values: [
        task.id,
        task.patientId,
        task.stayId,
        task.wardId,
        task.kind,
        subject ?? null,
        task.state,
        task.words,
        task.codes,
        task.silentParty,
        task.dueAt,
        task.closedAt,
        task.closedBy,
        task.outcome,
        task.revision,
        causeRevision ?? null,
        announced,
        at,
      ],
    });
  }
}

function fromRow(row: TaskRow): Task {
  return {
    id: row.id,
    patientId: row.patient_id,
    stayId: row.stay_id,
    wardId: row.ward_id,
    kind: row.kind,
    state: row.state,
    words: row.words,
    codes: row.codes,
    silentParty: row.silent_party,
    dueAt: instant(row.due_at),
    closedAt: row.closed_at === null ? null : instant(row.closed_at),
    closedBy: row.closed_by,
    outcome: row.outcome,
    revision: row.revision,
  };
}
