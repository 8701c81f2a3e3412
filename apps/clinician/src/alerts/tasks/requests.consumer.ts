import { Controller, Inject } from '@nestjs/common';
import { homewardItself, instant, type MeasurementRequest, type PatientId } from '#libs/contracts';
import { type EventBatch, FromLog } from '#libs/event-log';
import type { Logger } from '#libs/telemetry';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import { type Silence, withSilence } from '../../devices/devices/silent-party.ts';
import { SilenceService } from '../../devices/devices/silence.service.ts';
import { alertsTransport, LOGGER } from '../../parts.module.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { decideRequest, type RequestDecision, whyPointless } from './task-decision.ts';
import { openTask, taskId, type TaskRecord } from './task-record.ts';
import { TaskWriter } from './task-writer.service.ts';
import { TasksStore } from './tasks.store.ts';

/**
 * Turns requests that ask for a clinician into tasks, a batch in one transaction: opened when readings are missing, closed
 * when they come or turn out not to have been missing. Each request has one task, and no older revision undoes a newer
 * one, so a batch that comes again changes nothing. A discharge either waits for the batch or is seen by it.
 */
@Controller()
export class RequestsConsumer {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly commands: CommandsService,
    private readonly store: TasksStore,
    private readonly writer: TaskWriter,
    private readonly stays: StaysService,
    private readonly silence: SilenceService,
    private readonly patients: PatientsService,
  ) {}

  @FromLog('requests', alertsTransport)
  async onRequests(batch: EventBatch<'requests'>): Promise<void> {
    const requests = batch.records.flatMap(({ event }) => (event?.asks === 'clinician' ? [event] : []));
    if (requests.length === 0) return;
    await this.commands.execute('process-requests', { by: homewardItself }, (command) =>
      this.#process(command, requests),
    );
  }

  async #process(command: Command, arrived: readonly MeasurementRequest[]): Promise<void> {
    const { client, at } = command;
    const survivors = await this.patients.survivorsOf(
      client,
      arrived.map(({ patientId }) => patientId),
    );
    const requests = arrived.map((request) => ({
      ...request,
      patientId: survivors.get(request.patientId) ?? request.patientId,
    }));
    const patientIds = [...new Set<PatientId>(requests.map(({ patientId }) => patientId))];
    const stays = await this.stays.lockOpen(client, patientIds);
    const tasks = new Map(await this.store.lockMany(client, requests.map(idOf)));
    const silenceOf = await this.silence.silencesOf(client, patientIds, at);
    for (const request of requests) {
      const id = idOf(request);
      const before = tasks.get(id);
      const decision = decideRequest(before, request, stays.get(request.patientId));
      const { change, because } = decision;
      this.logger.info({ event: 'request-decided', requestId: request.id, taskId: id, change, because });
      if (decision.change === 'nothing') continue;
      const silence = silenceOf(request.patientId, request.codes);
      const after = taskAfter(decision, request, { before, silence, now: at });
      if (after.revision === before?.revision) await this.store.save(client, after);
      else await this.writer.write(command, before, after);
      tasks.set(id, after);
    }
  }
}

const kind = 'missing-readings';
const idOf = ({ stayId, id }: MeasurementRequest) => taskId({ stayId, kind, subject: id });

function taskAfter(
  decision: Exclude<RequestDecision, { readonly change: 'nothing' }>,
  { id: subject, revision: causeRevision, patientId, stayId, codes, words, at: dueAt }: MeasurementRequest,
  known: { readonly before: TaskRecord | undefined; readonly silence: Silence; readonly now: Date },
): TaskRecord {
  const { before, silence, now } = known;
  const asked = { patientId, stayId, kind, subject, codes, dueAt, silentParty: silence.party } as const;
  const open = openTask({ ...asked, words: withSilence(words, silence) }, before, causeRevision);
  switch (decision.change) {
    case 'open':
    case 'revise':
      return open;
    case 'cancel': {
      const { revision } = open;
      const outcome = whyPointless(decision.because);
      const closing = { state: 'cancelled', closedAt: instant(now), closedBy: homewardItself, outcome } as const;
      return { ...(before ?? open), ...closing, revision, causeRevision };
    }
    case 'remember':
      return { ...(before ?? open), undoableUntil: null, causeRevision };
  }
}
