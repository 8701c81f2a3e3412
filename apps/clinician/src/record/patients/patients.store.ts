import { Inject, Injectable } from '@nestjs/common';
import { type Demographics, instant, type NewPatient, type PatientId, type PatientSearchQuery } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { Pool, PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import type { MergeableRecord, PatientIdentity } from './patient-identity.ts';
import { nameKeyOf, searchWordsOf } from './search-words.ts';

interface PatientRow {
  readonly id: PatientId;
  readonly nhs_number: string;
  readonly given_name: string;
  readonly family_name: string;
  readonly birth_date: string;
  readonly created_at: Date;
}

/** What a list of patients is sorted by: those with an open stay first where it was searched for. */
export type PatientSortKeys = readonly [withoutOpenStay: boolean, familyName: string, givenName: string, id: string];

/** A patient in a list, with what it is sorted by beside the name. */
export interface ListedPatient {
  readonly patient: PatientIdentity;
  readonly hasOpenStay: boolean;
}

/** Patients who have all the words, by their beginnings, or who are among those. */
export interface PatientSearch {
  readonly words: readonly string[];
  readonly among: readonly PatientId[];
}

const columns = 'id, nhs_number, given_name, family_name, birth_date::text as birth_date, created_at';

interface MergeableRow extends PatientRow {
  readonly merged_into: PatientId | null;
  readonly has_open_stay: boolean;
}

const selectMergeable = `select ${columns}, merged_into, has_open_stay from patient where id = any($1::uuid[])`;

/** `record`: those that a condition finds, and all that these were merged into. */
const recordsFrom = (condition: string): string =>
  `record (id, merged_into) as (
     select id, merged_into from patient where ${condition}
     union select other.id, other.merged_into from patient other join record on other.id = record.merged_into)`;

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
      `insert into patient (id, nhs_number, given_name, family_name, birth_date, created_at, search_words, name_key)
       values ($1, $2, $3, $4, $5, $6, array_to_tsvector($7::text[]), $8) on conflict (nhs_number) do nothing returning ${columns}`,
      [
        patient.id,
        patient.nhsNumber,
        patient.givenName,
        patient.familyName,
        patient.birthDate,
        patient.createdAt,
        searchWordsOf(patient),
        nameKeyOf(patient),
      ],
    );
    return rows.map(fromRow).at(0);
  }

  /** The record that has the number, or the one which that was merged into. */
  async byNhsNumber(client: PoolClient, nhsNumber: string): Promise<PatientIdentity | undefined> {
    const { rows } = await client.query<PatientRow>(
      `with recursive ${recordsFrom('nhs_number = $1')}
       select ${columns} from patient where id in (select id from record) and merged_into is null`,
      [nhsNumber],
    );
    return rows.map(fromRow).at(0);
  }

  /** Of each patient the other records with the same name and birth date, the oldest first, and at most so many of them. */
  async namesakesOf(
    ids: readonly PatientId[],
    most: number,
  ): Promise<readonly { readonly of: PatientId; readonly patient: PatientIdentity }[]> {
    const { rows } = await this.database.pool.query<PatientRow & { readonly of: PatientId }>({
      name: 'patients-namesakes-of',
      text: `select one.id as of, other.* from patient one cross join lateral (
               select ${columns} from patient namesake
               where namesake.birth_date = one.birth_date and namesake.name_key = one.name_key and namesake.id <> one.id
                 and namesake.merged_into is null
               order by namesake.created_at, namesake.id limit $2
             ) other
             where one.id = any($1::uuid[]) and one.merged_into is null`,
      values: [ids, most],
    });
    return rows.map((row) => ({ of: row.of, patient: fromRow(row) }));
  }

  /** Who the patient is by the newest correction, and which that is; no other command that locks the patient goes on meanwhile. */
  async lockDemographics(client: PoolClient, id: PatientId): Promise<Demographics | undefined> {
    return this.#demographics(client, id, 'for no key update');
  }

  async demographics(id: PatientId): Promise<Demographics | undefined> {
    return this.#demographics(this.database.pool, id, '');
  }

  async #demographics(
    client: Pool | PoolClient,
    id: PatientId,
    locking: 'for no key update' | '',
  ): Promise<Demographics | undefined> {
    const { rows } = await client.query<Demographics>(
      `select id as "patientId", nhs_number as "nhsNumber", given_name as "givenName", family_name as "familyName",
         birth_date::text as "birthDate", revision
       from patient where id = $1 ${locking}`,
      [id],
    );
    return rows.at(0);
  }

  async correct(client: PoolClient, corrected: Demographics): Promise<void> {
    const { patientId, nhsNumber, givenName, familyName, birthDate, revision } = corrected;
    await client.query(
      `update patient set nhs_number = $2, given_name = $3, family_name = $4, birth_date = $5,
         search_words = array_to_tsvector($6::text[]), name_key = $7, revision = $8
       where id = $1`,
      [
        patientId,
        nhsNumber,
        givenName,
        familyName,
        birthDate,
        searchWordsOf(corrected),
        nameKeyOf(corrected),
        revision,
      ],
    );
  }

  /** @returns whether the record was merged, and into which; undefined where there is no such record. */
  async find(id: PatientId): Promise<Pick<MergeableRecord, 'mergedInto'> | undefined> {
    const { rows } = await this.database.pool.query<Pick<MergeableRecord, 'mergedInto'>>({
      name: 'patients-find',
      text: 'select merged_into as "mergedInto" from patient where id = $1',
      values: [id],
    });
    return rows.at(0);
  }

  async lock(client: PoolClient, id: PatientId): Promise<Pick<MergeableRecord, 'patient' | 'mergedInto'> | undefined> {
    const { rows } = await client.query<PatientRow & { readonly merged_into: PatientId | null }>({
      name: 'patients-lock',
      text: `select ${columns}, merged_into from patient where id = $1 for no key update`,
      values: [id],
    });
    return rows.map((row) => ({ patient: fromRow(row), mergedInto: row.merged_into })).at(0);
  }

  /**
   * The records, each with whether it was merged, in the order of their ids. Until the transaction ends no other command
   * changes anything of theirs, nor adds a row that refers to them.
   */
  async lockToMerge(client: PoolClient, ids: readonly PatientId[]): Promise<readonly MergeableRecord[]> {
    const { rows } = await client.query<MergeableRow>(`${selectMergeable} order by id for update`, [ids]);
    return rows.map(mergeableFromRow);
  }

  /** The same without a lock. */
  async mergeable(ids: readonly PatientId[]): Promise<readonly MergeableRecord[]> {
    const { rows } = await this.database.pool.query<MergeableRow>(selectMergeable, [ids]);
    return rows.map(mergeableFromRow);
  }

  /** The record is found under the other one from now on; null: under itself again. */
  async setMergedInto(client: PoolClient, id: PatientId, mergedInto: PatientId | null): Promise<void> {
    await client.query('update patient set merged_into = $2 where id = $1', [id, mergedInto]);
  }

  /** The words by which a record is found: its own, and those of all that were merged into it. */
  async setSearchWords(client: PoolClient, id: PatientId): Promise<void> {
    const { rows } = await client.query<PatientRow>(
      `with recursive record (id) as (
         select $1::uuid union select merged.id from patient merged join record on merged.merged_into = record.id)
       select ${columns} from patient where id in (select id from record)`,
      [id],
    );
    const words = [...new Set(rows.flatMap((row) => searchWordsOf(fromRow(row))))].toSorted();
    await client.query('update patient set search_words = array_to_tsvector($2::text[]) where id = $1', [id, words]);
  }

  /** Lets no merge begin until the transaction ends, unless it is to do one itself: then it waits for all others to end. */
  async holdMerges(client: PoolClient, hold: 'shared' | 'exclusive'): Promise<void> {
    const lock = hold === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
    await client.query(`select ${lock}(hashtextextended('patient-merges', 0))`);
  }

  /** Of those that were merged, the record that each is found under. */
  async survivorsOf(client: PoolClient, ids: readonly PatientId[]): Promise<ReadonlyMap<PatientId, PatientId>> {
    const { rows } = await client.query<{ readonly id: PatientId; readonly survivor: PatientId }>({
      name: 'patients-survivors-of',
      text: `with recursive record (id, survivor) as (
               select id, merged_into from patient where id = any($1::uuid[]) and merged_into is not null
               union all
               select record.id, merged_into from record join patient on patient.id = survivor
                 where merged_into is not null)
             select id, survivor from record where not exists (
               select from patient where patient.id = survivor and merged_into is not null)`,
      values: [ids],
    });
    return new Map(rows.map(({ id, survivor }) => [id, survivor]));
  }

  async findMany(ids: readonly PatientId[]): Promise<readonly PatientIdentity[]> {
    const { rows } = await this.database.pool.query<PatientRow>({
      name: 'patients-find-many',
      text: `select ${columns} from patient where id = any($1::uuid[])`,
      values: [ids],
    });
    return rows.map(fromRow);
  }

  /** Whether the patient is on a ward: kept here, so that those on a ward are found first. */
  async setHasOpenStay(client: PoolClient, id: PatientId, hasOpenStay: boolean): Promise<void> {
    await client.query('update patient set has_open_stay = $2 where id = $1 and has_open_stay <> $2', [
      id,
      hasOpenStay,
    ]);
  }

  /** By name, after a patient; one more than the limit, where there is one. */
  async list(query: PatientSearchQuery, after: PatientId | undefined): Promise<readonly PatientIdentity[]> {
    const { rows } = await this.database.pool.query<PatientRow>(
      `select ${columns} from patient
       where merged_into is null
         and ($1::text is null or id in (with recursive ${recordsFrom('nhs_number = $1')} select id from record))
         and ($2::uuid is null
           or (family_name, given_name, id) > (select family_name, given_name, id from patient where id = $2))
       order by family_name, given_name, id
       limit $3`,
      [query.nhsNumber ?? null, after ?? null, query.limit + 1],
    );
    return rows.map(fromRow);
  }

  /** Those with an open stay first, then by name; one more than the limit, where there is one. */
  async search(
    query: PatientSearchQuery,
    { words, among }: PatientSearch,
    after: PatientSortKeys | undefined,
  ): Promise<readonly ListedPatient[]> {
    const { rows } = await this.database.pool.query<PatientRow & { readonly has_open_stay: boolean }>(
      `select ${columns}, has_open_stay from patient
       where merged_into is null
         and (search_words @@ $1::tsquery or id = any($2::uuid[]))
         and ($3::text is null or id in (with recursive ${recordsFrom('nhs_number = $3')} select id from record))
         and ($4::boolean is null
           or (not has_open_stay, family_name, given_name, id) > ($4, $5::text, $6::text, $7::uuid))
       order by not has_open_stay, family_name, given_name, id
       limit $8`,
      [prefixQuery(words), among, query.nhsNumber ?? null, ...(after ?? [null, null, null, null]), query.limit + 1],
    );
    return rows.map((row) => ({ patient: fromRow(row), hasOpenStay: row.has_open_stay }));
  }
}

/** As Postgres writes it: every word a prefix. The words are letters and digits alone, so nothing needs escaping. */
function prefixQuery(words: readonly string[]): string | null {
  return words.length === 0 ? null : words.map((word) => `'${word}':*`).join(' & ');
}

function mergeableFromRow(row: MergeableRow): MergeableRecord {
  return { patient: fromRow(row), mergedInto: row.merged_into, hasOpenStay: row.has_open_stay };
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
