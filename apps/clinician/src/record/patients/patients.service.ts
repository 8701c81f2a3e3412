import { Injectable } from '@nestjs/common';
import {
  decodeCursor,
  type NewPatient,
  type Page,
  pageFromRows,
  PatientId,
  PatientNotFoundError,
  type PatientQuery,
} from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { CommandsService } from '../../commands/commands.service.ts';
import { Hook } from '../../commands/hook.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { NhsNumberTakenError } from './patient-errors.ts';
import type { PatientIdentity } from './patient-identity.ts';
import { PatientsStore } from './patients.store.ts';

const cursor = z.tuple([z.string(), z.string(), z.uuid()]);

/** Knows who the patients are. */
@Injectable()
export class PatientsService {
  /** A patient has been registered: from then on there is a monitoring plan, at first without a stay. */
  readonly registered = new Hook<PatientIdentity>();

  constructor(
    private readonly commands: CommandsService,
    private readonly store: PatientsStore,
  ) {}

  /** @throws NhsNumberTakenError naming the patient who has it. */
  async register(patient: NewPatient, context: CommandContext): Promise<PatientIdentity> {
    return this.commands.execute('register-patient', context, async (command) => {
      const id = PatientId.parse(randomUUID());
      const registered = await this.store.add(command.client, { ...patient, id, createdAt: command.at });
      if (registered === undefined) {
        const other = await this.store.idByNhsNumber(command.client, patient.nhsNumber);
        throw new NhsNumberTakenError(other ?? 'unknown');
      }
      await this.registered.run(command, registered);
      await command.audit({ subject: { kind: 'patient', id }, patientId: id, text: 'The patient was registered.' });
      return registered;
    });
  }

  /** @throws PatientNotFoundError */
  async get(id: PatientId): Promise<PatientIdentity> {
    const patient = (await this.findMany([id])).get(id);
    if (patient === undefined) throw new PatientNotFoundError(id);
    return patient;
  }

  /** Those of the patients that are registered. */
  async findMany(ids: readonly PatientId[]): Promise<ReadonlyMap<PatientId, PatientIdentity>> {
    const rows = ids.length === 0 ? [] : await this.store.findMany(ids);
    return new Map(rows.map((patient) => [patient.id, patient]));
  }

  /** Part of a command: no other command that locks the patient goes on until the transaction ends. */
  async lock(client: PoolClient, id: PatientId): Promise<PatientIdentity | undefined> {
    return this.store.lock(client, id);
  }

  /** @throws PatientNotFoundError */
  async assertExists(id: PatientId): Promise<void> {
    if (!(await this.store.exists(id))) throw new PatientNotFoundError(id);
  }

  /** @throws InvalidCursorError */
  async list(query: PatientQuery): Promise<Page<PatientIdentity>> {
    const rows = await this.store.list(query, decodeCursor(query.cursor, cursor));
    return pageFromRows(rows, {
      limit: query.limit,
      toItem: (patient) => patient,
      keysOf: ({ familyName, givenName, id }) => [familyName, givenName, id],
    });
  }
}
