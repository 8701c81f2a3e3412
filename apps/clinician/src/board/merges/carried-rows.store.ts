import { Injectable } from '@nestjs/common';
import type { CarriedCounts, ContactId, NoteId, PatientId, ReferralId, StayId } from '#libs/contracts';
import type { PoolClient } from 'pg';
import type { CarriedRows } from '../../record/merges/merge-record.ts';

/** Rows that are known by their own ids. What belongs to a stay or to a referral goes with it. */
export type OwnRows = Pick<CarriedRows, 'stayIds' | 'referralIds' | 'contactIds' | 'noteIds' | 'quarantinedIds'>;

/** From which record of a patient to which. */
interface Direction {
  readonly from: PatientId;
  readonly to: PatientId;
}

/** The rows of a table that refer to one of these; they stay as they are until the transaction ends. */
async function lockedIds<Id extends string>(
  table: string,
  { client, column, ids }: { readonly client: PoolClient; readonly column: string; readonly ids: readonly string[] },
): Promise<readonly Id[]> {
  const { rows } = await client.query<{ readonly id: Id }>(
    `select id from ${table} where ${column} = any($1::uuid[]) order by id for no key update`,
    [ids],
  );
  return rows.map(({ id }) => id);
}

/**
 * Makes rows of one record of a patient those of another: the one thing that concerns every table with patients in it alike, so
 * the tables of all groups are named here. A test compares them with the schema. Revisions stay as they are, and so do timers.
 */
@Injectable()
export class CarriedRowsStore {
  /** Everything that the patient has, with the rows locked in their order: referrals, stays, alerts, tasks. */
  async lockAll(client: PoolClient, patientId: PatientId): Promise<OwnRows> {
    const own = { client, column: 'patient_id', ids: [patientId] };
    const referralIds = await lockedIds<ReferralId>('referral', own);
    const stayIds = await lockedIds<StayId>('stay', own);
    await lockedIds('alert', own);
    await lockedIds('task', own);
    const contactIds = await lockedIds<ContactId>('patient_contact', own);
    const noteIds = await lockedIds<NoteId>('patient_note', own);
    return { referralIds, stayIds, contactIds, noteIds, quarantinedIds: await lockedIds('quarantined', own) };
  }

  /** The stays that began by one of these referrals. */
  async staysByReferral(client: PoolClient, referralIds: readonly ReferralId[]): Promise<readonly StayId[]> {
    return lockedIds<StayId>('stay', { client, column: 'referral_id', ids: referralIds });
  }

  /** The alerts and tasks of these stays, locked. */
  async ofStays(
    client: PoolClient,
    stayIds: readonly StayId[],
  ): Promise<{ readonly alertIds: readonly string[]; readonly taskIds: readonly string[] }> {
    const theirs = { client, column: 'stay_id', ids: stayIds };
    return { alertIds: await lockedIds('alert', theirs), taskIds: await lockedIds('task', theirs) };
  }

  /** Has these rows, and what belongs to them, be those of the other record. */
  async move(client: PoolClient, rows: OwnRows, direction: Direction): Promise<void> {
    await this.#moveReferrals(client, rows.referralIds, direction);
    await this.#moveStays(client, rows.stayIds, direction);
    await this.#moveById(client, 'patient_contact', { ids: rows.contactIds, direction });
    await this.#moveById(client, 'patient_note', { ids: rows.noteIds, direction });
    await client.query(
      `update quarantined set patient_id = $3, event = (event::jsonb || jsonb_build_object('patientId', $3::uuid))::json
       where patient_id = $2 and id = any($1::uuid[])`,
      [rows.quarantinedIds, direction.from, direction.to],
    );
  }

  /** Whether each of the two has an open stay, as their stays say. */
  async keepOpenStays(client: PoolClient, patientIds: readonly PatientId[]): Promise<void> {
    await client.query(
      `update patient set has_open_stay = exists (
         select from stay where stay.patient_id = patient.id and state in ('admitted', 'on-leave'))
       where id = any($1::uuid[])`,
      [patientIds],
    );
  }

  /** What of the patient would go to another record, without the readings and the flags. */
  async counts(
    client: Pick<PoolClient, 'query'>,
    patientId: PatientId,
  ): Promise<Omit<CarriedCounts, 'readings' | 'flags'>> {
    const { rows } = await client.query<Omit<CarriedCounts, 'readings' | 'flags'>>(
      `select (select count(*)::int from stay where patient_id = $1) as stays,
              (select count(*)::int from referral where patient_id = $1) as referrals,
              (select count(*)::int from alert where patient_id = $1) as alerts,
              (select count(*)::int from alert where patient_id = $1 and state <> 'resolved') as "openAlerts",
              (select count(*)::int from task where patient_id = $1 and state = 'open') as "openTasks",
              (select count(*)::int from device_holding where patient_id = $1 and held_until is null) as devices,
              (select count(*)::int from patient_contact where patient_id = $1 and removed_at is null) as contacts,
              (select count(*)::int from patient_note where patient_id = $1 and retracted_at is null) as notes`,
      [patientId],
    );
    const [row] = rows;
    if (row === undefined) throw new Error('A query of counts without a row.');
    return row;
  }

  /** Those of the patients who wait for a bed, or have one reserved. */
  async withAcceptedReferral(
    client: Pick<PoolClient, 'query'>,
    patientIds: readonly PatientId[],
  ): Promise<ReadonlySet<PatientId>> {
    const { rows } = await client.query<{ readonly id: PatientId }>(
      `select distinct patient_id as id from referral
       where patient_id = any($1::uuid[]) and state in ('waiting', 'reserved')`,
      [patientIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** The stay that is open, if one is. */
  async openStayOf(client: Pick<PoolClient, 'query'>, patientId: PatientId): Promise<StayId | null> {
    const { rows } = await client.query<{ readonly id: StayId }>(
      `select id from stay where patient_id = $1 and state in ('admitted', 'on-leave')`,
      [patientId],
    );
    return rows[0]?.id ?? null;
  }

  async #moveReferrals(client: PoolClient, ids: readonly ReferralId[], { from, to }: Direction): Promise<void> {
    await client.query(
      `update referral set patient_id = $3, referral = referral || jsonb_build_object('patientId', $3::uuid)
       where patient_id = $2 and id = any($1::uuid[])`,
      [ids, from, to],
    );
    await client.query(
      'update bed_reservation set patient_id = $3 where patient_id = $2 and referral_id = any($1::uuid[])',
      [ids, from, to],
    );
  }

  async #moveStays(client: PoolClient, stayIds: readonly StayId[], { from, to }: Direction): Promise<void> {
    const values = [stayIds, from, to];
    await client.query('update stay set patient_id = $3 where patient_id = $2 and id = any($1::uuid[])', values);
    await client.query(
      'update placement set patient_id = $3, carried = true where patient_id = $2 and stay_id = any($1::uuid[])',
      values,
    );
    for (const table of ['alert', 'alert_signal', 'task']) {
      await client.query(
        `update ${table} set patient_id = $3 where patient_id = $2 and stay_id = any($1::uuid[])`,
        values,
      );
    }
    await client.query(
      `update notification set patient_id = $3
       where patient_id = $2 and alert_id in (select id from alert where stay_id = any($1::uuid[]))`,
      values,
    );
  }

  async #moveById(
    client: PoolClient,
    table: string,
    { ids, direction: { from, to } }: { readonly ids: readonly string[]; readonly direction: Direction },
  ): Promise<void> {
    await client.query(`update ${table} set patient_id = $3 where patient_id = $2 and id = any($1::uuid[])`, [
      ids,
      from,
      to,
    ]);
  }
}
