import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  asOfInstant,
  decodeCursor,
  type NewPatient,
  type Page,
  pageFromRows,
  type Patient,
  PatientId,
  PatientNotFoundError,
  type PatientQuery,
  type Person,
} from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ActsService } from '../../commands/commands.service.ts';
import { CLOCK } from '../../parts.module.ts';
import { PlansService } from '../../plans/plans/plans.service.ts';
import { NhsNumberTakenError } from './patient-errors.ts';
import { PatientsStore } from './patients.store.ts';

const place = z.tuple([z.string(), z.string(), z.uuid()]);

/** Knows the people cared for. Whoever is registered has a monitoring plan from that moment on, at first without a stay. */
@Injectable()
export class PatientsService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly acts: ActsService,
    private readonly store: PatientsStore,
    private readonly plans: PlansService,
  ) {}

  /** @throws NhsNumberTakenError naming who has it. */
  async register(patient: NewPatient, by: Person): Promise<Patient> {
    const id = PatientId.parse(randomUUID());
    const added = await this.acts.carryOut({ act: 'register-patient', by }, async (act) => {
      if (!(await this.store.add(act.client, { ...patient, id, createdAt: act.at }))) return false;
      await this.plans.rederive(act, id);
      await act.record({ kind: 'patient', id });
      return true;
    });
    if (!added) throw new NhsNumberTakenError((await this.store.idByNhsNumber(patient.nhsNumber)) ?? 'unknown');
    return this.get(id);
  }

  /**
   * @param asked the instant as of which it is shown, undefined for now. Whoever was not registered then had no stay and no
   * device.
   * @throws PatientNotFoundError
   * @throws AsOfInFutureError
   */
  async get(id: PatientId, asked?: string): Promise<Patient> {
    const asOf = asOfInstant(asked, this.clock.now());
    const patient = await (asOf === undefined ? this.store.find(id) : this.store.findAsOf(id, asOf));
    if (patient === undefined) throw new PatientNotFoundError(id);
    return patient;
  }

  /** @throws PatientNotFoundError */
  async assertExists(id: PatientId): Promise<void> {
    if (!(await this.store.exists(id))) throw new PatientNotFoundError(id);
  }

  /** @throws InvalidCursorError */
  async list(query: PatientQuery): Promise<Page<Patient>> {
    const rows = await this.store.list(query, decodeCursor(query.cursor, place));
    return pageFromRows(rows, {
      limit: query.limit,
      toItem: (patient) => patient,
      keysOf: ({ familyName, givenName, id }) => [familyName, givenName, id],
    });
  }
}
