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
import { openTask, type TaskChange, taskId, type TaskRecord } from './task-record.ts';
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
    const changes: TaskChange[] = [];
    for (const request of requests) {
      const id = idOf(request);
      const before = tasks.get(id);
      const decision = decideRequest(before, request, stays.get(request.patientId));
      const { change, because } = decision;
      this.logger.info({ event: 'request-decided', requestId: request.id, taskId: id, change, because });
      if (decision.change === 'nothing') continue;
      const silence = silenceOf(request.patientId, request.codes);
      const after = taskAfter(decision, request, { before, silence, now: at });
      changes.push({ before, after });
      tasks.set(id, after);
    }
    await this.writer.write(command, changes);
  }
}

/** What is not believed by itself, or is doubtful, is there: nothing is missing. */
const kindOf = ({ why }: MeasurementRequest) => {
  if (why === 'unconfirmed') return 'measure-again';
  return why === 'implausible' ? 'doubtful-reading' : 'missing-readings';
};
const idOf = (request: MeasurementRequest) =>
  taskId({ stayId: request.stayId, kind: kindOf(request), subject: request.id });

function taskAfter(
  decision: Exclude<RequestDecision, { readonly change: 'nothing' }>,
  request: MeasurementRequest,
  known: { readonly before: TaskRecord | undefined; readonly silence: Silence; readonly now: Date },
): TaskRecord {
  const { before, silence, now } = known;
  const { id: subject, revision: causeRevision, patientId, stayId, codes, at: dueAt } = request;
  const kind = kindOf(request);
  const isMissing = kind === 'missing-readings';
  const words = isMissing ? withSilence(request.words, silence) : request.words;
  const asked = { patientId, stayId, kind, subject, codes, dueAt, words } as const;
  const open = openTask({ ...asked, silentParty: isMissing ? silence.party : null }, before, causeRevision);
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
