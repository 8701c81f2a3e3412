import { Inject, Injectable } from '@nestjs/common';
import {
  type DeviceId,
  instant,
  type Instant,
  type NewPatient,
  type Patient,
  type PatientId,
  type PatientQuery,
  type StayId,
  type WardId,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';

interface PatientRow {
  readonly id: PatientId;
  readonly nhs_number: string;
  readonly given_name: string;
  readonly family_name: string;
  readonly birth_date: string;
  readonly created_at: Date;
  readonly stay_id: StayId | null;
  readonly ward_id: WardId | null;
  readonly pathway: string | null;
  readonly admitted_at: Date | null;
  readonly devices: readonly DeviceId[];
}

const person = `p.id, p.nhs_number, p.given_name, p.family_name, p.birth_date::text as birth_date, p.created_at,
  s.id as stay_id, s.ward_id, s.pathway, s.admitted_at`;
const columns = `${person},
  array(select device_id from device_holding h where h.patient_id = p.id and h.held_until is null order by device_id) as devices`;
const tables = `patient p left join stay s on s.patient_id = p.id and s.state = 'admitted'`;

/** The table `patient`, shown with the open stay and the devices of each. */
@Injectable()
export class PatientsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** @returns false when somebody has the NHS number already. */
  async add(
    client: PoolClient,
    patient: NewPatient & { readonly id: PatientId; readonly createdAt: Date },
  ): Promise<boolean> {
    const { rowCount } = await client.query(
      `insert into patient (id, nhs_number, given_name, family_name, birth_date, created_at)
       values ($1, $2, $3, $4, $5, $6) on conflict (nhs_number) do nothing`,
      [patient.id, patient.nhsNumber, patient.givenName, patient.familyName, patient.birthDate, patient.createdAt],
    );
    return rowCount === 1;
  }

  async idByNhsNumber(nhsNumber: string): Promise<PatientId | undefined> {
    const { rows } = await this.database.pool.query<{ id: PatientId }>('select id from patient where nhs_number = $1', [
      nhsNumber,
    ]);
    return rows.at(0)?.id;
  }

  async exists(id: PatientId): Promise<boolean> {
    const { rowCount } = await this.database.pool.query({
      name: 'patients-exists',
      text: 'select from patient where id = $1',
      values: [id],
    });
    return rowCount === 1;
  }

  async find(id: PatientId): Promise<Patient | undefined> {
    const { rows } = await this.database.pool.query<PatientRow>(`select ${columns} from ${tables} where p.id = $1`, [
      id,
    ]);
    return rows.map(fromRow).at(0);
  }

  /**
   * With the stay that was open then, and the devices that the patient had then, as was known then: an issue is often typed
   * in later than it was made, and only its act tells when.
   */
  async findAsOf(id: PatientId, asOf: Instant): Promise<Patient | undefined> {
    const { rows } = await this.database.pool.query<PatientRow>({
      name: 'patients-find-as-of',
      text: `select ${person}, array(
               select distinct device_id from device_holding h
               where h.patient_id = p.id and h.held_from <= $2 and (h.held_until is null or h.held_until > $2)
                 and exists (
                   select from act where subject_kind = 'device' and subject_id = h.device_id and act = 'issue-device'
                     and facts ->> 'patientId' = p.id::text and at <= $2)
               order by device_id) as devices
             from patient p
             left join stay s on s.patient_id = p.id
               and s.admitted_at <= $2 and (s.discharged_at is null or s.discharged_at > $2)
             where p.id = $1`,
      values: [id, asOf],
    });
    return rows.map(fromRow).at(0);
  }

  /** By name; one more than the limit, where there is one. */
  async list(
    query: PatientQuery,
    after: readonly [familyName: string, givenName: string, id: string] | undefined,
  ): Promise<readonly Patient[]> {
    const { rows } = await this.database.pool.query<PatientRow>(
      `select ${columns} from ${tables}
       where ($1::text is null or p.nhs_number = $1)
         and ($2::text is null or (p.family_name, p.given_name, p.id) > ($2, $3::text, $4::uuid))
       order by p.family_name, p.given_name, p.id
       limit $5`,
      [query.nhsNumber ?? null, after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null, query.limit + 1],
    );
    return rows.map(fromRow);
  }
}

function fromRow(row: PatientRow): Patient {
  return {
    id: row.id,
    nhsNumber: row.nhs_number,
    givenName: row.given_name,
    familyName: row.family_name,
    birthDate: row.birth_date,
    stay: stayOf(row),
    devices: [...row.devices],
    createdAt: instant(row.created_at),
  };
}

function stayOf({ stay_id, ward_id, pathway, admitted_at }: PatientRow): Patient['stay'] {
  if (stay_id === null || ward_id === null || pathway === null || admitted_at === null) return null;
  return { id: stay_id, wardId: ward_id, pathway, admittedAt: instant(admitted_at) };
}
