import { Inject, Injectable } from '@nestjs/common';
import { instant, type NewPatient, type PatientId, type PatientQuery } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import type { PatientIdentity } from './patient-identity.ts';

interface PatientRow {
  readonly id: PatientId;
  readonly nhs_number: string;
  readonly given_name: string;
  readonly family_name: string;
  readonly birth_date: string;
  readonly created_at: Date;
}

const columns = 'id, nhs_number, given_name, family_name, birth_date::text as birth_date, created_at';

/** The table `patient`. */
@Injectable()
export class PatientsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** @returns undefined when another patient has the NHS number already. */
  async add(
    client: PoolClient,
    patient: NewPatient & { readonly id: PatientId; readonly createdAt: Date },
  ): Promise<PatientIdentity | undefined> {
    const { rows } = await client.query<PatientRow>(
      `insert into patient (id, nhs_number, given_name, family_name, birth_date, created_at)
       values ($1, $2, $3, $4, $5, $6) on conflict (nhs_number) do nothing returning ${columns}`,
      [patient.id, patient.nhsNumber, patient.givenName, patient.familyName, patient.birthDate, patient.createdAt],
    );
    return rows.map(fromRow).at(0);
  }

  async idByNhsNumber(client: PoolClient, nhsNumber: string): Promise<PatientId | undefined> {
    const { rows } = await client.query<{ id: PatientId }>('select id from patient where nhs_number = $1', [nhsNumber]);
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

  async lock(client: PoolClient, id: PatientId): Promise<PatientIdentity | undefined> {
    const { rows } = await client.query<PatientRow>({
      name: 'patients-lock',
      text: `select ${columns} from patient where id = $1 for no key update`,
      values: [id],
    });
    return rows.map(fromRow).at(0);
  }

  async findMany(ids: readonly PatientId[]): Promise<readonly PatientIdentity[]> {
    const { rows } = await this.database.pool.query<PatientRow>({
      name: 'patients-find-many',
      text: `select ${columns} from patient where id = any($1::uuid[])`,
      values: [ids],
    });
    return rows.map(fromRow);
  }

  /** By name; one more than the limit, where there is one. */
  async list(
    query: PatientQuery,
    after: readonly [familyName: string, givenName: string, id: string] | undefined,
  ): Promise<readonly PatientIdentity[]> {
    const { rows } = await this.database.pool.query<PatientRow>(
      `select ${columns} from patient
       where ($1::text is null or nhs_number = $1)
         and ($2::text is null or (family_name, given_name, id) > ($2, $3::text, $4::uuid))
       order by family_name, given_name, id
       limit $5`,
      [query.nhsNumber ?? null, after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null, query.limit + 1],
    );
    return rows.map(fromRow);
  }
}

function fromRow(row: PatientRow): PatientIdentity {
  return {
    id: row.id,
    nhsNumber: row.nhs_number,
    givenName: row.given_name,
    familyName: row.family_name,
    birthDate: row.birth_date,
    createdAt: instant(row.created_at),
  };
}
