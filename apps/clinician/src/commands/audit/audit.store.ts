import { Inject, Injectable } from '@nestjs/common';
import { type Instant, instant, type PatientHistoryEntry, type PatientId, type PersonReference } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import type { AuditedState, AuditEntry, AuditRecord, Subject, SubjectKind } from './audit-entry.ts';

interface AuditRow extends Omit<AuditRecord, 'at' | 'by'> {
  readonly at: Date;
  readonly by_person: PersonReference;
}

/** Who does something, by which command and when. */
export interface Authorship {
  readonly by: PersonReference;
  readonly at: Date;
  readonly command: string;
}

/** Subjects of some kinds that go from one record of a patient to another. */
export interface CarriedStates {
  readonly from: PatientId;
  readonly to: PatientId;
  readonly text: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly kinds: readonly SubjectKind[];
  readonly ids?: readonly string[];
}

/** An entry of a patient's history, and the number that it is sorted by. */
interface PatientAuditRow {
  readonly id: string;
  readonly entry: PatientHistoryEntry;
}

const columns = 'at, by_person, command, revision, text, facts, state';

/** The table `audit`, which only ever grows: who did what and why, and every state of what has revisions. */
@Injectable()
export class AuditStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** A revision that is there already stays as it is: the same signal decided about twice is kept once. */
  async append(client: PoolClient, { by, at, command }: Authorship, entries: readonly AuditEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const rows = entries.map(({ subject, patientId, by: whose, revision, text, facts = {}, state }) => ({
      subject_kind: subject.kind,
      subject_id: subject.id,
      patient_id: patientId ?? null,
      by_person: whose === undefined ? null : { id: whose.id, name: whose.name },
      revision: revision ?? null,
      text,
      facts,
      state: state ?? null,
    }));
    await client.query({
      name: 'audit-append',
      text: `insert into audit (at, by_person, command, subject_kind, subject_id, patient_id, revision, text, facts, state)
             select $1, coalesce(by_person, $2), $3, subject_kind, subject_id, patient_id, revision, text, facts, state
             from jsonb_to_recordset($4::jsonb) as entry (subject_kind text, subject_id text, patient_id uuid,
               by_person jsonb, revision integer, text text, facts jsonb, state jsonb)
             on conflict (subject_kind, subject_id, revision) where revision is not null do nothing`,
      values: [at, { id: by.id, name: by.name }, command, JSON.stringify(rows)],
    });
  }

  /** Everything about a subject from a revision on, that one included, oldest first. */
  async since(client: PoolClient, subject: Subject, revision: number): Promise<readonly AuditRecord[]> {
    const { rows } = await client.query<AuditRow>(
      `select ${columns} from audit
       where subject_kind = $1 and subject_id = $2 and revision >= $3 order by revision`,
      [subject.kind, subject.id, revision],
    );
    return rows.map(fromRow);
  }

  /** Everything about a subject, oldest first. */
  async of(subject: Subject): Promise<readonly AuditRecord[]> {
    const { rows } = await this.database.pool.query<AuditRow>(
      `select ${columns} from audit where subject_kind = $1 and subject_id = $2 order by id`,
      [subject.kind, subject.id],
    );
    return rows.map(fromRow);
  }

  /**
   * Everything about a patient, newest first; one more than the limit, where there is one. What was done to a record that
   * was merged into this one belongs to it.
   */
  async ofPatient(
    patientId: PatientId,
    {
      limit,
      before,
      asOf,
    }: { readonly limit: number; readonly before: string | undefined; readonly asOf: Instant | undefined },
  ): Promise<readonly PatientAuditRow[]> {
    const { rows } = await this.database.pool.query<
      Omit<AuditRow, 'state'> & { readonly id: string; readonly subject_kind: string; readonly subject_id: string }
    >(
      `select id, at, by_person, command, subject_kind, subject_id, revision, text, facts from audit
       where patient_id = any(array(
           with recursive record (id) as (
             select $1::uuid
             union select m.duplicate_id from patient_merge m join record on m.survivor_id = record.id
               where m.undone_at is null and ($3::timestamptz is null or m.merged_at <= $3))
           select id from record))
         and ($2::bigint is null or id < $2) and ($3::timestamptz is null or at <= $3)
       order by id desc limit $4`,
      [patientId, before ?? null, asOf ?? null, limit + 1],
    );
    return rows.map(({ id, at, by_person: by, command, subject_kind, subject_id, revision, text, facts }) => ({
      id,
      entry: {
        at: instant(at),
        by,
        command,
        subject: { kind: subject_kind, id: subject_id },
        revision,
        text,
        facts,
      },
    }));
  }

  /**
   * The states that subjects of a kind had at an instant; of those patients only, where they are named, and not what had gone
   * to another record by then.
   */
  async statesAt(
    kind: SubjectKind,
    at: Instant,
    patientIds?: readonly PatientId[],
  ): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { rows } = await this.database.pool.query<{ state: Readonly<Record<string, unknown>> }>({
      name: 'audit-states-at',
      text: `select state from (
               select distinct on (subject_id) id, subject_id, state from audit
               where subject_kind = $1 and at <= $2 and state is not null
                 and ($3::uuid[] is null or patient_id = any($3::uuid[]))
               order by subject_id, id desc) newest
             where $3::uuid[] is null or not exists (
               select from audit later where later.subject_kind = $1 and later.subject_id = newest.subject_id
                 and later.id > newest.id and later.at <= $2 and later.state is not null)`,
      values: [kind, at, patientIds ?? null],
    });
    return rows.map(({ state }) => state);
  }

  /**
   * Keeps that everything with revisions went from one record to another: the newest state of each subject that is the
   * record's, with the patient that it has from now on. The revision stays, so what a
   * person saw and decides by is not out of date.
   *
   * @param ids of the subjects by kind, where only some of them go.
   */
  async carry(
    client: PoolClient,
    { by, at, command }: Authorship,
    { from, to, text, facts, kinds, ids }: CarriedStates,
  ): Promise<void> {
    await client.query(
      `insert into audit (at, by_person, command, subject_kind, subject_id, patient_id, text, facts, state)
       select $1, $2, $3, subject_kind, subject_id, $5, $6, $7, state || jsonb_build_object('patientId', $5::uuid)
       from (select distinct on (subject_kind, subject_id) subject_kind, subject_id, patient_id, state from audit
             where subject_kind = any($8::text[]) and state is not null
               and subject_id in (select subject_id from audit where patient_id = $4 and subject_kind = any($8::text[]))
               and ($9::text[] is null or subject_id = any($9::text[]))
             order by subject_kind, subject_id, id desc) newest
       where patient_id = $4`,
      [at, { id: by.id, name: by.name }, command, from, to, text, facts, kinds, ids ?? null],
    );
  }

  /** Every state of these subjects, oldest first, with the named members alone: a state is large. */
  async statesOf(
    kind: SubjectKind,
    ids: readonly string[],
    members: readonly string[],
  ): Promise<readonly AuditedState[]> {
    const { rows } = await this.database.pool.query<AuditedState>({
      name: 'audit-states-of',
      text: `select subject_id as "subjectId", at, facts,
               (select jsonb_object_agg(key, value) from jsonb_each(state) where key = any($3::text[])) as state
             from audit where subject_kind = $1 and subject_id = any($2::text[]) and state is not null order by id`,
      values: [kind, ids, members],
    });
    return rows;
  }

  /** Every distinct value that a path within the states of a kind has had. */
  async distinctValues(kind: SubjectKind, path: readonly string[]): Promise<readonly unknown[]> {
    const { rows } = await this.database.pool.query<{ value: unknown }>(
      `select distinct state #> $2::text[] as value from audit where subject_kind = $1 and state is not null`,
      [kind, path],
    );
    return rows.map(({ value }) => value);
  }
}

function fromRow({ at, by_person: by, ...row }: AuditRow): AuditRecord {
  return { ...row, at: instant(at), by };
}
