import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  type ChartedObservation,
  type EnteredObservations,
  instant,
  MessageId,
  type ObservationId,
  type ObservationSetRecorded,
  type PatientId,
  type Person,
  type Retraction,
} from '#libs/contracts';
import { encode, type EventLog } from '#libs/event-log';
import { randomUUID } from 'node:crypto';
import { ActsService, type OngoingAct } from '../../commands/commands.service.ts';
import { CLOCK, EVENT_LOG } from '../../parts.module.ts';
import { PatientsService } from '../patients/patients.service.ts';
import { ChartingService } from './charting.service.ts';
import { observationSetOf } from './entered-readings.ts';
import { isStillToBeRetracted, ObservationNotFoundError, retractionOf, retractionSetOf } from './retraction-set.ts';
import { RetractionsStore } from './retractions.store.ts';

/**
 * Takes readings from a person, down the same path as a device's: the answer goes out once the log has them for good,
 * and they are charted and scored from there. The same person sending the same message id again charts nothing twice.
 *
 * What a person takes back stands on the chart as retracted when the answer goes out, with its line in the trace of acts;
 * it is staged for the log in the same transaction, and scored again from there. Saying the same again changes nothing.
 */
@Injectable()
export class EnteredObservationsService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly patients: PatientsService,
    private readonly acts: ActsService,
    private readonly charting: ChartingService,
    private readonly retractions: RetractionsStore,
  ) {}

  /**
   * @throws PatientNotFoundError
   * @throws ReadingsRefusedError
   * @throws ObservationNotFoundError
   * @throws ObservationAlreadyRetractedError
   */
  async record(patientId: PatientId, entered: EnteredObservations, by: Person): Promise<ObservationSetRecorded> {
    await this.patients.assertExists(patientId);
    const messageId = entered.messageId ?? MessageId.parse(randomUUID());
    const set = observationSetOf({ patientId, messageId, by, entered }, this.clock.now());
    const { corrects = [] } = entered;
    if (corrects.length > 0) return this.#correct(set, corrects, by);
    await this.log.publish([encode('observations', patientId, set)]);
    return set;
  }

  /**
   * Somebody says that an observation does not count.
   *
   * @returns the observation, retracted.
   * @throws PatientNotFoundError
   * @throws ObservationNotFoundError
   * @throws ObservationAlreadyRetractedError
   */
  async retract({ patientId, observationId, reason }: Retracting, by: Person): Promise<ChartedObservation> {
    await this.patients.assertExists(patientId);
    return this.acts.carryOut({ act: 'retract-observation', by }, async (act) => {
      const observation = await this.#lock(act, patientId, observationId);
      if (!isStillToBeRetracted(observation, reason)) return observation;
      await this.#chart(act, retractionSetOf({ patientId, observation, reason, by }, act.at));
      await act.record({ kind: 'patient', id: patientId }, { observationId });
      return { ...observation, retracted: { by: by.name, reason, at: instant(act.at) } };
    });
  }

  async #correct(
    set: ObservationSetRecorded,
    corrects: NonNullable<EnteredObservations['corrects']>,
    by: Person,
  ): Promise<ObservationSetRecorded> {
    const { patientId } = set;
    return this.acts.carryOut({ act: 'correct-observations', by }, async (act) => {
      const retracts: Retraction[] = [];
      let isNew = false;
      for (const { observationId, reason } of corrects) {
        const observation = await this.#lock(act, patientId, observationId);
        if (isStillToBeRetracted(observation, reason)) isNew = true;
        retracts.push(retractionOf({ observation, reason }));
      }
      const correction = { ...set, retracts };
      await this.#chart(act, correction);
      if (isNew) {
        const observationIds = corrects.map(({ observationId }) => observationId);
        await act.record({ kind: 'patient', id: patientId }, { setId: set.id, observationIds });
      }
      return correction;
    });
  }

  async #lock(act: OngoingAct, patientId: PatientId, observationId: ObservationId): Promise<ChartedObservation> {
    const observation = await this.retractions.lockObservation(act.client, patientId, observationId);
    if (observation === undefined) throw new ObservationNotFoundError(patientId, observationId);
    return observation;
  }

  async #chart(act: OngoingAct, set: ObservationSetRecorded): Promise<void> {
    act.show(...(await this.charting.chartSets(act.client, [set])));
    await act.tell('observations', set.patientId, set);
  }
}

interface Retracting {
  readonly patientId: PatientId;
  readonly observationId: ObservationId;
  readonly reason: string;
}
