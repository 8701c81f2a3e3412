import { Inject, Injectable } from '@nestjs/common';
import { observationCodes } from '#libs/clinical';
import {
  type BoardRow,
  instant,
  type Observation,
  type PatientId,
  type Score,
  type StayId,
  type WardId,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import { DATABASE } from '../parts.module.ts';

interface PlacedPatient {
  readonly patient_id: PatientId;
  readonly stay_id: StayId;
  readonly given_name: string;
  readonly family_name: string;
  readonly nhs_number: string;
  readonly birth_date: string;
  readonly pathway: string;
  readonly admitted_at: Date;
  readonly exclusion: string | null;
  readonly score: Score | null;
  readonly by_code: Readonly<Record<string, Observation>> | null;
}

/** Reads what the board shows of everybody on a ward, in one query. */
@Injectable()
export class BoardStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async patientsOn(wardId: WardId): Promise<readonly Omit<BoardRow, 'alerts'>[]> {
    const { rows } = await this.database.pool.query<PlacedPatient>({
      name: 'board-patients-on',
      text: `select s.patient_id, s.id as stay_id, p.given_name, p.family_name, p.nhs_number,
                    p.birth_date::text as birth_date, s.pathway, s.admitted_at,
                    plan.monitoring_plan ->> 'exclusion' as exclusion, newest.score, latest.by_code
             from stay s
             join patient p on p.id = s.patient_id
             left join plan on plan.patient_id = s.patient_id
             left join patient_latest latest on latest.patient_id = s.patient_id
             left join lateral (
               select score from score where score.patient_id = s.patient_id order by at desc limit 1) newest on true
             where s.ward_id = $1 and s.state = 'admitted'`,
      values: [wardId],
    });
    return rows.map((row) => ({
      patientId: row.patient_id,
      stayId: row.stay_id,
      givenName: row.given_name,
      familyName: row.family_name,
      nhsNumber: row.nhs_number,
      birthDate: row.birth_date,
      pathway: row.pathway,
      admittedAt: instant(row.admitted_at),
      score: row.score,
      exclusion: row.exclusion,
      latest: observationCodes.flatMap((code) => row.by_code?.[code] ?? []),
    }));
  }
}
