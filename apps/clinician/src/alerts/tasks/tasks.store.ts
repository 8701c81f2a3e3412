import { Inject, Injectable } from '@nestjs/common';
import {
  instant,
  type Instant,
  type PatientId,
  type PersonReference,
  type StayId,
  type Task,
  type TaskId,
  type TaskKind,
  type TaskQuery,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import type { AskedFor, TaskRecord } from './task-record.ts';

/** `At` is a date when it is read, and an instant when it is written. */
interface TaskRow<At extends Date | Instant = Date> {
  readonly id: TaskId;
  readonly patient_id: PatientId;
  readonly stay_id: StayId;
  readonly kind: TaskKind;
  readonly subject: string;
  readonly state: Task['state'];
  readonly words: string;
  readonly codes: Task['codes'];
  readonly silent_party: Task['silentParty'];
  readonly due_at: At;
  readonly done_by: At | null;
  readonly closed_at: At | null;
  readonly closed_by: PersonReference | null;
  readonly outcome: string | null;
  readonly finding: Task['finding'];
  readonly undoable_until: At | null;
  readonly revision: number;
  readonly cause_revision: number;
  readonly asked_for: AskedFor | null;
}

/** The table `task`. */
@Injectable()
export class TasksStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async findMany(ids: readonly TaskId[]): Promise<readonly TaskRecord[]> {
    const { rows } = await this.database.pool.query<TaskRow>('select * from task where id = any($1::uuid[])', [ids]);
    return rows.map(fromRow);
  }

  /**
   * Those that have fallen due by `now`, the one that was due first first; one more than the limit, where there is one.
   *
   * @param stayIds those of these stays only; undefined: of any.
   */
  async list(
    query: Pick<TaskQuery, 'patientId' | 'state' | 'limit'>,
    { now, stayIds }: { readonly now: Date; readonly stayIds: readonly StayId[] | undefined },
    after: readonly [dueAt: string, id: string] | undefined,
  ): Promise<readonly TaskRecord[]> {
    const { rows } = await this.database.pool.query<TaskRow>(
      `select * from task
       where due_at <= $1
         and ($2::uuid[] is null or stay_id = any($2))
         and ($3::uuid is null or patient_id = $3)
         and ($4::text is null or state = $4)
         and ($5::timestamptz is null or (due_at, id) > ($5, $6::uuid))
       order by due_at, id
       limit $7`,
      [
        now,
        stayIds ?? null,
        query.patientId ?? null,
        query.state ?? null,
        after?.[0] ?? null,
        after?.[1] ?? null,
        query.limit + 1,
      ],
    );
    return rows.map(fromRow);
  }

  /** How many are open and due, for each patient who has any. */
  async openCountsOf(patientIds: readonly PatientId[], now: Date): Promise<ReadonlyMap<PatientId, number>> {
    const { rows } = await this.database.pool.query<{ patient_id: PatientId; count: number }>({
      name: 'tasks-open-counts-of',
      text: `select patient_id, count(*)::int as count from task
             where patient_id = any($1::uuid[]) and state = 'open' and due_at <= $2 group by patient_id`,
      values: [patientIds, now],
    });
    return new Map(rows.map(({ patient_id, count }) => [patient_id, count]));
  }

  /** Those of the patients that are open and due, the longest due first. */
  async openOf(patientIds: readonly PatientId[], now: Date): Promise<readonly TaskRecord[]> {
    const { rows } = await this.database.pool.query<TaskRow>({
      name: 'tasks-open-of',
      text: `select * from task
             where patient_id = any($1::uuid[]) and state = 'open' and due_at <= $2 order by due_at, id`,
      values: [patientIds, now],
    });
    return rows.map(fromRow);
  }

  /** The stays, ended mostly, of which kit is to be recovered. */
  async staysWithKitToRecover(): Promise<readonly StayId[]> {
    const { rows } = await this.database.pool.query<{ stay_id: StayId }>(
      `select stay_id from task where kind = 'recover-kit' and state = 'open'`,
    );
    return rows.map(({ stay_id }) => stay_id);
  }

  /** Those of a kind that are open, by id. The caller locks those that it changes. */
  async openOfKind(client: PoolClient, kind: TaskKind): Promise<readonly TaskRecord[]> {
    const { rows } = await client.query<TaskRow>(`select * from task where kind = $1 and state = 'open' order by id`, [
      kind,
    ]);
    return rows.map(fromRow);
  }

  /** No other command changes the task until the transaction ends. */
  async lock(client: PoolClient, id: TaskId): Promise<TaskRecord | undefined> {
    return (await this.lockMany(client, [id])).get(id);
  }

  async lockMany(client: PoolClient, ids: readonly TaskId[]): Promise<ReadonlyMap<TaskId, TaskRecord>> {
    if (ids.length === 0) return new Map();
    const { rows } = await client.query<TaskRow>({
      name: 'tasks-lock-many',
      text: 'select * from task where id = any($1::uuid[]) order by id for update',
      values: [ids],
    });
    return new Map(rows.map((row) => [row.id, fromRow(row)]));
  }

  /** Those that a score asks for, open or closed, of these patients' stays. */
  async ofScores(client: PoolClient, patientIds: readonly PatientId[]): Promise<readonly TaskRecord[]> {
    const { rows } = await client.query<TaskRow>({
      name: 'tasks-of-scores',
      text: `select * from task
             where patient_id = any($1::uuid[]) and kind in ('nurse-assessment', 'sepsis-screen')`,
      values: [patientIds],
    });
    return rows.map(fromRow);
  }

  async lockOpenOfStay(client: PoolClient, stayId: StayId): Promise<readonly TaskRecord[]> {
    const { rows } = await client.query<TaskRow>(
      `select * from task where stay_id = $1 and state = 'open' order by id for update`,
      [stayId],
    );
    return rows.map(fromRow);
  }

  async lockKitToRecover(client: PoolClient, patientId: PatientId): Promise<readonly TaskRecord[]> {
    const { rows } = await client.query<TaskRow>(
      `select * from task where patient_id = $1 and kind = 'recover-kit' and state = 'open' order by id for update`,
      [patientId],
    );
    return rows.map(fromRow);
  }

  /** @param tasks each once. */
  async save(client: PoolClient, tasks: readonly TaskRecord[]): Promise<void> {
    if (tasks.length === 0) return;
    await client.query({
      name: 'tasks-save',
      text: `insert into task select * from json_populate_recordset(null::task, $1::json)
             on conflict (id) do update set
               state = excluded.state, words = excluded.words, codes = excluded.codes,
               silent_party = excluded.silent_party, due_at = excluded.due_at, closed_at = excluded.closed_at,
               closed_by = excluded.closed_by, outcome = excluded.outcome,
               undoable_until = excluded.undoable_until, revision = excluded.revision,
               cause_revision = excluded.cause_revision, done_by = excluded.done_by, finding = excluded.finding,
               asked_for = excluded.asked_for`,
      values: [JSON.stringify(tasks.map(toRow))],
    });
  }
}

function fromRow(row: TaskRow): TaskRecord {
  return {
    id: row.id,
    patientId: row.patient_id,
    stayId: row.stay_id,
    kind: row.kind,
    subject: row.subject,
    state: row.state,
    words: row.words,
    codes: row.codes,
    silentParty: row.silent_party,
    dueAt: instant(row.due_at),
    doneBy: row.done_by === null ? null : instant(row.done_by),
    closedAt: row.closed_at === null ? null : instant(row.closed_at),
    closedBy: row.closed_by,
    outcome: row.outcome,
    finding: row.finding,
    undoableUntil: row.undoable_until === null ? null : instant(row.undoable_until),
    revision: row.revision,
    causeRevision: row.cause_revision,
    askedFor: row.asked_for,
  };
}

function toRow(task: TaskRecord): TaskRow<Instant> {
  return {
    id: task.id,
    patient_id: task.patientId,
    stay_id: task.stayId,
    kind: task.kind,
    subject: task.subject,
    state: task.state,
    words: task.words,
    codes: task.codes,
    silent_party: task.silentParty,
    due_at: task.dueAt,
    done_by: task.doneBy,
    closed_at: task.closedAt,
    closed_by: task.closedBy,
    outcome: task.outcome,
    finding: task.finding,
    undoable_until: task.undoableUntil,
    revision: task.revision,
    cause_revision: task.causeRevision,
    asked_for: task.askedFor,
  };
}
