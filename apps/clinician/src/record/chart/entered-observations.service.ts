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
import { may, NotPermittedError } from '#libs/identity';
import { randomUUID } from 'node:crypto';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import type { Tracing } from '#libs/telemetry';
import { CLOCK, EVENT_LOG, TRACING } from '../../parts.module.ts';
import { PatientsService } from '../patients/patients.service.ts';
import { ChartingService } from './charting.service.ts';
import { observationSetOf } from './entered-readings.ts';
import { isStillToBeRetracted, ObservationNotFoundError, retractionOf, retractionSetOf } from './retractions.ts';
import { RetractionsStore } from './retractions.store.ts';

/**
 * Takes readings from a person, down the same path as a device's: the answer goes out once the log has them for good,
 * and they are charted and scored from there. The same person sending the same message id again charts nothing twice.
 *
 * What a person retracts stands on the chart as retracted when the answer goes out; it is staged for the log in the same
 * transaction, and scored again from there. The same retraction again changes nothing.
 */
@Injectable()
export class EnteredObservationsService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly patients: PatientsService,
    private readonly commands: CommandsService,
    private readonly charting: ChartingService,
    private readonly retractions: RetractionsStore,
    @Inject(TRACING) private readonly tracing: Tracing | null,
  ) {}

  /**
   * @throws PatientNotFoundError
   * @throws ReadingsRefusedError
   * @throws NotPermittedError where a person corrects who may not act on alerts.
   * @throws ObservationNotFoundError
   * @throws ObservationAlreadyRetractedError
   */
  async record(
    patientId: PatientId,
    entered: EnteredObservations,
    context: CommandContext<Person>,
  ): Promise<ObservationSetRecorded> {
    await this.patients.assertExists(patientId);
    return this.#traced(patientId, () => this.#record(patientId, entered, context));
  }

  async #record(
    patientId: PatientId,
    entered: EnteredObservations,
    context: CommandContext<Person>,
  ): Promise<ObservationSetRecorded> {
    // A request that is sent again brings the same message.
    const messageId = entered.messageId ?? MessageId.parse(context.idempotencyKey?.key ?? randomUUID());
    const set = observationSetOf({ patientId, messageId, by: context.by, entered }, this.clock.now());
    const corrects = entered.corrects ?? [];
    if (corrects.length > 0) {
      const { role } = context.by;
      // An alert may rest on what is corrected.
      if (!may(role, 'act-on-alerts')) throw new NotPermittedError({ permission: 'act-on-alerts', role });
      return this.#correct(set, corrects, context);
    }
    await this.log.publish([encode('observations', patientId, set)]);
    return set;
  }

  /**
   * Takes an observation out of what counts.
   *
   * @returns the observation, retracted.
   * @throws PatientNotFoundError
   * @throws ObservationNotFoundError
   * @throws ObservationAlreadyRetractedError
   */
  async retract(
    { patientId, observationId, reason }: Retracting,
    context: CommandContext,
  ): Promise<ChartedObservation> {
    await this.patients.assertExists(patientId);
    return this.#traced(patientId, () => this.#retract({ patientId, observationId, reason }, context));
  }

  #traced<Result>(patientId: PatientId, work: () => Promise<Result>): Promise<Result> {
    return this.tracing === null ? work() : this.tracing.beginWith('clinician entered', { key: patientId }, work);
  }

  #retract({ patientId, observationId, reason }: Retracting, context: CommandContext): Promise<ChartedObservation> {
    return this.commands.execute('retract-observation', context, async (command) => {
      const observation = await this.#lock(command, patientId, observationId);
      if (!isStillToBeRetracted(observation, reason)) return observation;
      const { by, at } = command;
      await this.#chart(command, retractionSetOf({ patientId, observation, reason, by }, at));
      command.audit({
        subject: { kind: 'patient', id: patientId },
        patientId,
        text: `An observation was retracted: ${reason}`,
        facts: { observationId },
      });
      return { ...observation, retracted: { by: { id: by.id, name: by.name }, reason, at: instant(at) } };
    });
  }

  async #correct(
    set: ObservationSetRecorded,
    corrects: NonNullable<EnteredObservations['corrects']>,
    context: CommandContext,
  ): Promise<ObservationSetRecorded> {
    const { patientId } = set;
    return this.commands.execute('correct-observations', context, async (command) => {
      const retracts: Retraction[] = [];
      let isNew = false;
      for (const { observationId, reason } of corrects) {
        const observation = await this.#lock(command, patientId, observationId);
        if (isStillToBeRetracted(observation, reason)) isNew = true;
        retracts.push(retractionOf({ observation, reason }));
      }
      const correction = { ...set, retracts };
      await this.#chart(command, correction);
      if (isNew) {
        const observationIds = corrects.map(({ observationId }) => observationId);
        command.audit({
          subject: { kind: 'patient', id: patientId },
          patientId,
          text: 'Observations were corrected.',
          facts: { setId: set.id, observationIds },
        });
      }
      return correction;
    });
  }

  async #lock({ client }: Command, patientId: PatientId, observationId: ObservationId): Promise<ChartedObservation> {
    await this.patients.lock(client, patientId);
    const observation = await this.retractions.findObservation(client, patientId, observationId);
    if (observation === undefined) throw new ObservationNotFoundError(patientId, observationId);
    return observation;
  }

  async #chart(command: Command, set: ObservationSetRecorded): Promise<void> {
    await this.charting.chartSets(command, [set]);
    await command.publish('observations', set.patientId, set);
  }
}

interface Retracting {
  readonly patientId: PatientId;
  readonly observationId: ObservationId;
  readonly reason: string;
}
