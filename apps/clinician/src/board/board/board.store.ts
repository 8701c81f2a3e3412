import { Inject, Injectable } from '@nestjs/common';
import { observationCodes } from '#libs/clinical';
import {
  type BoardRow,
  instant,
  type Instant,
  type Observation,
  type PatientId,
  type Score,
  type StayId,
  type WardId,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import { DATABASE } from '../../parts.module.ts';

interface PlacedPatient {
  readonly patient_id: PatientId;
  readonly stay_id: StayId;
  readonly given_name: string;
  readonly family_name: string;
  readonly nhs_number: string;
  readonly birth_date: string;
  readonly pathway: string;
  readonly admitted_at: Date;
  readonly score: Score | null;
  readonly by_code: Readonly<Record<string, Observation | null>> | null;
}

/** Somebody on a ward, with what the chart says of them. */
export type PatientOnWard = Omit<BoardRow, 'alerts' | 'tasks' | 'exclusion' | 'ceilingOfCare' | 'pause'>;

const person = `s.patient_id, s.id as stay_id, p.given_name, p.family_name, p.nhs_number,
  p.birth_date::text as birth_date, s.pathway, s.admitted_at`;

/** Reads who is on a ward and what the chart says of them, in one query. */
@Injectable()
export class BoardStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async patientsOn(wardId: WardId): Promise<readonly PatientOnWard[]> {
    const { rows } = await this.database.pool.query<PlacedPatient>({
      name: 'board-patients-on',
      text: `select ${person}, newest.score, latest.by_code
             from stay s
             join patient p on p.id = s.patient_id
             left join patient_latest latest on latest.patient_id = s.patient_id
             left join lateral (
               select score from score where score.patient_id = s.patient_id and not withdrawn
               order by at desc limit 1) newest on true
             where s.ward_id = $1 and s.state = 'admitted'`,
      values: [wardId],
    });
    return rows.map(fromRow);
  }

  /** Whoever was on the ward then, with what was known of them then. */
  async patientsOnAsOf(wardId: WardId, asOf: Instant): Promise<readonly PatientOnWard[]> {
    const { rows } = await this.database.pool.query<PlacedPatient>({
      name: 'board-patients-on-as-of',
      // Codes that were ever observed: of one whose only observation is retracted by now, the retraction tells. No score
      // belongs to a day after it became known, so the history need not be read from its end.
      text: `select ${person}, newest.score, latest.by_code
             from stay s
             join patient p on p.id = s.patient_id
             left join lateral (
               select jsonb_object_agg(code, newest_observation(s.patient_id, code, $2::timestamptz)) as by_code
               from (select jsonb_object_keys(by_code) as code from patient_latest where patient_id = s.patient_id
                     union select code from retraction where patient_id = s.patient_id) as observed) latest on true
             left join lateral (
               select score from (
                 (select at, score from score
                  where patient_id = s.patient_id and at < $2::timestamptz + interval '1 day' and known_at <= $2 and not withdrawn
                  order by at desc limit 1)
                 union all
                 (select at, score from score_version
                  where patient_id = s.patient_id and at < $2::timestamptz + interval '1 day' and known_at <= $2
                    and superseded_at > $2 and not withdrawn
                  order by at desc limit 1)) as known
               order by at desc limit 1) newest on true
             where s.ward_id = $1 and s.admitted_at <= $2 and (s.discharged_at is null or s.discharged_at > $2)`,
      values: [wardId, asOf],
    });
    return rows.map(fromRow);
  }
}

function fromRow(row: PlacedPatient): PatientOnWard {
  return {
    patientId: row.patient_id,
    stayId: row.stay_id,
    givenName: row.given_name,
    familyName: row.family_name,
    nhsNumber: row.nhs_number,
    birthDate: row.birth_date,
    pathway: row.pathway,
    admittedAt: instant(row.admitted_at),
    score: row.score,
    latest: observationCodes.flatMap((code) => row.by_code?.[code] ?? []),
  };
}
