import { Inject, Injectable } from '@nestjs/common';
import { type Contact, type ContactId, instant, type PatientId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import type { ContactRecord } from './contact-record.ts';

interface ContactRow {
  readonly id: ContactId;
  readonly patient_id: PatientId;
  readonly contact: Omit<Contact, 'id' | 'revision'>;
  readonly revision: number;
  readonly removed_at: Date | null;
}

/** The table `patient_contact`. What contacts were like before is in the audit. */
@Injectable()
export class ContactsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async of(patientIds: readonly PatientId[]): Promise<readonly ContactRecord[]> {
    const { rows } = await this.database.pool.query<ContactRow>({
      name: 'contacts-of',
      text: 'select * from patient_contact where patient_id = any($1::uuid[]) and removed_at is null',
      values: [patientIds],
    });
    return rows.map(fromRow);
  }

  /** One contact, removed or not, whichever patient's it is. */
  async find(client: PoolClient, id: ContactId): Promise<ContactRecord | undefined> {
    const { rows } = await client.query<ContactRow>('select * from patient_contact where id = $1', [id]);
    return rows.map(fromRow).at(0);
  }

  async save(client: PoolClient, record: ContactRecord): Promise<void> {
    const { id, patientId, revision, removedAt, ...contact } = record;
    await client.query(
      `insert into patient_contact (id, patient_id, contact, revision, removed_at) values ($1, $2, $3, $4, $5)
       on conflict (id) do update set
         contact = excluded.contact, revision = excluded.revision, removed_at = excluded.removed_at`,
      [id, patientId, contact, revision, removedAt],
    );
  }
}

function fromRow({ id, patient_id, contact, revision, removed_at }: ContactRow): ContactRecord {
  const removedAt = removed_at === null ? null : instant(removed_at);
  return { ...contact, id, patientId: patient_id, revision, removedAt };
}
