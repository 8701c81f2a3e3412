import { Inject, Injectable } from '@nestjs/common';
import type { Instant, NextDue, PatientId, Score } from '#libs/contracts';
import { RULE_BOOK, type RuleBookInForce } from '../../parts.module.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { minutesAsked, type Monitored, nextDue, timesOfAskingScores } from './next-due.ts';

/** A patient whose readings are waited for, and the newest score, which need not be asked for again. */
export interface MonitoredPatient extends Omit<Monitored, 'asked'> {
  readonly patientId: PatientId;
  readonly score: Pick<Score, 'at' | 'ruleSet' | 'monitoring' | 'asked'> | null;
}

/** Says when the next observation of patients is due, and of what. */
@Injectable()
export class NextDueService {
  constructor(
    @Inject(RULE_BOOK) private readonly ruleBook: RuleBookInForce,
    private readonly chart: ChartService,
  ) {}

  /**
   * @param at as of when.
   * @param asOf the same where it is asked as was known then; undefined for as is known now.
   * @returns for each patient of whom an observation is waited for.
   */
  async nextDueOf(
    asking: readonly MonitoredPatient[],
    at: Instant,
    asOf: Instant | undefined,
  ): Promise<ReadonlyMap<PatientId, NextDue>> {
    const patients = asking.map((patient) => ({ ...patient, asked: patient.score?.asked ?? [] }));
    const references = patients.flatMap((patient) =>
      timesOfAskingScores(patient)
        .filter((takenAt) => takenAt !== patient.score?.at)
        .map((takenAt) => ({ patientId: patient.patientId, at: takenAt })),
    );
    const asked = await this.chart.monitoringAsked(references, asOf);
    const minutes = new Map(asked.map((score) => [keyOf(score.patientId, score.at), this.#minutes(score)]));
    return new Map(
      patients.flatMap((patient) => {
        const { patientId, score } = patient;
        const askedAt = (takenAt: Instant): number | undefined =>
          takenAt === score?.at ? this.#minutes(score) : minutes.get(keyOf(patientId, takenAt));
        const due = nextDue(patient, askedAt, at);
        return due === null ? [] : [[patientId, due] as const];
      }),
    );
  }

  #minutes({ ruleSet, monitoring }: Pick<Score, 'ruleSet' | 'monitoring'>): number | undefined {
    return minutesAsked(this.ruleBook.current.chart(ruleSet), monitoring);
  }
}

const keyOf = (patientId: PatientId, at: Instant): string => `${patientId} ${at}`;
