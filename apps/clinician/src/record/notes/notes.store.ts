import { Inject, Injectable } from '@nestjs/common';
import {
  type AlertId,
  type CallOutcome,
  type ContactId,
  type Instant,
  instant,
  type Note,
  type NoteId,
  type PatientId,
  type PersonReference,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';

interface NoteRow {
  readonly id: NoteId;
  readonly patient_id: PatientId;
  readonly kind: Note['kind'];
  readonly text: string;
  readonly contact_id: ContactId | null;
  readonly call_outcome: CallOutcome | null;
  readonly alert_id: AlertId | null;
  readonly written_by: PersonReference;
  readonly written_at: Date;
  readonly retracted_by: PersonReference | null;
  readonly retraction_reason: string | null;
  readonly retracted_at: Date | null;
}

/** The table `patient_note`, which only ever grows; a retraction is added to its note. */
@Injectable()
export class NotesStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async add(client: PoolClient, { call, ...note }: Note): Promise<void> {
    await client.query(
      `insert into patient_note
         (id, patient_id, kind, text, contact_id, call_outcome, alert_id, written_by, written_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        note.id,
        note.patientId,
        note.kind,
        note.text,
        call?.contactId ?? null,
        call?.outcome ?? null,
        note.alertId,
        note.by,
        note.at,
      ],
    );
  }

  async retract(client: PoolClient, id: NoteId, { by, reason, at }: NonNullable<Note['retracted']>): Promise<void> {
    await client.query(
      'update patient_note set retracted_by = $2, retraction_reason = $3, retracted_at = $4 where id = $1',
      [id, by, reason, at],
    );
  }

  /** No other command retracts the note until the transaction ends. */
  async lock(client: PoolClient, id: NoteId): Promise<Note | undefined> {
    const { rows } = await client.query<NoteRow>('select * from patient_note where id = $1 for no key update', [id]);
    return rows.map((row) => fromRow(row)).at(0);
  }

  async findMany(ids: readonly NoteId[]): Promise<readonly Note[]> {
    const { rows } = await this.database.pool.query<NoteRow>({
      name: 'notes-find-many',
      text: 'select * from patient_note where id = any($1::uuid[])',
      values: [ids],
    });
    return rows.map((row) => fromRow(row));
  }

  /** Of these patients, those written since then that were not retracted, newest first. */
  async since(patientIds: readonly PatientId[], since: Instant): Promise<readonly Note[]> {
    const { rows } = await this.database.pool.query<NoteRow>({
      name: 'notes-since',
      text: `select * from patient_note
             where patient_id = any($1::uuid[]) and written_at >= $2 and retracted_at is null
             order by written_at desc, id`,
      values: [patientIds, since],
    });
    return rows.map((row) => fromRow(row));
  }

  /** Newest first, as of an instant as they were then; one more than the limit, where there is one. */
  async list(
    patientId: PatientId,
    { limit, asOf }: { readonly limit: number; readonly asOf: Instant | undefined },
    after: readonly [at: string, id: string] | undefined,
  ): Promise<readonly Note[]> {
    const { rows } = await this.database.pool.query<NoteRow>(
      `select * from patient_note
       where patient_id = $1
         and ($2::timestamptz is null or written_at <= $2)
         and ($3::timestamptz is null or (written_at, id) < ($3, $4::uuid))
       order by written_at desc, id desc
       limit $5`,
      [patientId, asOf ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
    return rows.map((row) => fromRow(row, asOf));
  }
}

function fromRow(row: NoteRow, asOf?: Instant): Note {
  return {
    id: row.id,
    patientId: row.patient_id,
    kind: row.kind,
    text: row.text,
    call: row.call_outcome === null ? null : { contactId: row.contact_id, outcome: row.call_outcome },
    alertId: row.alert_id,
    by: row.written_by,
    at: instant(row.written_at),
    retracted: retractionOf(row, asOf),
  };
}

function retractionOf(
  { retracted_by: by, retraction_reason: reason, retracted_at }: NoteRow,
  asOf: Instant | undefined,
): Note['retracted'] {
  if (by === null || reason === null || retracted_at === null) return null;
  const at = instant(retracted_at);
  return asOf !== undefined && at > asOf ? null : { by, reason, at };
}
