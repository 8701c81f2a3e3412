import { Controller, Inject } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import { instant, type MeasurementRequest, type PatientId, type Task, type TaskId } from '#libs/contracts';
import type { Database } from '#libs/database';
import { type EventBatch, FromLog } from '#libs/event-log';
import type { Logger } from '#libs/telemetry';
import { LiveService } from '../../commands/live-changes/live-changes.service.ts';
import { alertsTransport, CLOCK, DATABASE, LOGGER } from '../../parts.module.ts';
import { type Silence, SilenceService, withSilence } from '../../devices/silence/silence.service.ts';
import { decideRequest, type RequestDecision, whyPointless } from './task-moves.ts';
import { taskId } from './tasks.service.ts';
import { type KeptTask, TasksStore } from './tasks.store.ts';

/** A request of which a clinician is to hear, and what it is decided from. */
interface Asked {
  readonly request: MeasurementRequest;
  readonly id: TaskId;
  readonly kept: KeptTask | undefined;
  readonly wardId: Task['wardId'];
  readonly silence: Silence;
  readonly now: Date;
}

/**
 * Turns requests that ask for a clinician into tasks, a batch in one transaction: opened when readings are missing, closed
 * when they come or turn out not to have been missing. Each request has one task, and no older revision undoes a newer
 * one, so a batch that comes again changes nothing. A discharge either waits for the batch or is seen by it.
 */
@Controller()
export class RequestsConsumer {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly store: TasksStore,
    private readonly live: LiveService,
    private readonly silence: SilenceService,
  ) {}

  @FromLog('requests', alertsTransport)
  async onRequests(batch: EventBatch<'requests'>): Promise<void> {
    const requests = batch.records.flatMap(({ event }) => (event?.asks === 'clinician' ? [event] : []));
    if (requests.length > 0) await this.#takeIn(requests);
  }

  async #takeIn(requests: readonly MeasurementRequest[]): Promise<void> {
    const now = this.clock.now();
    const patientIds = [...new Set<PatientId>(requests.map(({ patientId }) => patientId))];
    await this.database.transaction(async (client) => {
      const stays = await this.store.holdOpenStays(client, patientIds);
      const tasks = new Map(await this.store.lockAll(client, requests.map(idOf)));
      const silenceOf = await this.silence.silencesOf(client, patientIds, now);
      const seen: Task[] = [];
      for (const request of requests) {
        const id = idOf(request);
        const kept = tasks.get(id);
        const stay = stays.get(request.patientId);
        const state = kept && { state: kept.task.state, causeRevision: kept.causeRevision };
        const decision = decideRequest(state, request, stay);
        const { change, because } = decision;
        this.logger.info({ event: 'request-decided', requestId: request.id, taskId: id, change, because });
        if (change === 'nothing' || stay === undefined) continue;
        const silence = silenceOf(request.patientId, request.codes);
        const task = taskAfter(decision, { request, id, kept, wardId: stay.wardId, silence, now });
        const causeRevision = request.revision;
        await this.store.save(client, task, {
          subject: request.id,
          causeRevision,
          announced: isDue(task, now),
          at: now,
        });
        tasks.set(id, { task, causeRevision });
        if (change !== 'remember' && isDue(task, now)) seen.push(task);
      }
      await this.live.append(
        client,
        seen.map((task) => ({ kind: 'task', wardId: task.wardId, task })),
      );
    });
  }
}

const idOf = ({ stayId, id }: MeasurementRequest): TaskId => taskId({ stayId, kind: 'missing-readings', subject: id });

const isDue = ({ dueAt }: Task, now: Date): boolean => dueAt <= instant(now);

function taskAfter(decision: RequestDecision, { request, id, kept, wardId, silence, now }: Asked): Task {
  const { patientId, stayId, codes } = request;
  const asked: Task = {
    id,
    patientId,
    stayId,
    wardId,
    kind: 'missing-readings',
    state: 'open',
    words: withSilence(request.words, silence),
    codes,
    silentParty: silence.party,
    dueAt: request.at,
    closedAt: null,
    closedBy: null,
    outcome: null,
    revision: (kept?.task.revision ?? 0) + 1,
  };
  switch (decision.change) {
    case 'open':
    case 'revise':
      return asked;
    case 'cancel': {
      const closing = { closedAt: instant(now), closedBy: 'Homeward', outcome: whyPointless(decision.because) };
      return { ...(kept?.task ?? asked), ...closing, state: 'cancelled', revision: asked.revision };
    }
    case 'remember':
    case 'nothing':
      return kept?.task ?? asked;
  }
}
