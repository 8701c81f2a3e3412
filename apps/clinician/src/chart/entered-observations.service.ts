import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  type EnteredObservations,
  MessageId,
  type ObservationSetRecorded,
  type PatientId,
  type Person,
} from '#libs/contracts';
import { encode, type EventLog } from '#libs/event-log';
import { randomUUID } from 'node:crypto';
import { CLOCK, EVENT_LOG } from '../parts.module.ts';
import { PatientsService } from '../patients/patients.service.ts';
import { observationSetOf } from './entered-readings.ts';

/**
 * Takes readings from a person, down the same path as a device's: the answer goes out once the log has them for good,
 * and they are charted and scored from there. The same person sending the same message id again charts nothing twice.
 */
@Injectable()
export class EnteredObservationsService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly patients: PatientsService,
  ) {}

  /**
   * @throws PatientNotFoundError
   * @throws ReadingsRefusedError
   */
  async record(patientId: PatientId, entered: EnteredObservations, by: Person): Promise<ObservationSetRecorded> {
    await this.patients.assertExists(patientId);
    const messageId = entered.messageId ?? MessageId.parse(randomUUID());
    const set = observationSetOf({ patientId, messageId, by, entered }, this.clock.now());
    await this.log.publish([encode('observations', patientId, set)]);
    return set;
  }
}
