import { Injectable } from '@nestjs/common';
import {
  type DeadLetterEntry,
  type DeadLetterQuery,
  decodeCursor,
  type EventId,
  instant,
  type Instant,
  type Page,
  pageFromRows,
  type PatientId,
} from '#libs/contracts';
import { z } from 'zod';
import { CommandsService } from '../commands.service.ts';
import type { CommandContext } from '../request/command-context.ts';
import { DeadLetterNotFoundError } from './dead-letter-errors.ts';
import { DeadLettersStore } from './dead-letters.store.ts';

const cursor = z.tuple([z.iso.datetime(), z.uuid()]);

/**
 * Shows the records that a consumer group could not process, and has that group alone try one again. What fails again is
 * the same dead letter.
 */
@Injectable()
export class DeadLettersService {
  constructor(
    private readonly commands: CommandsService,
    private readonly store: DeadLettersStore,
  ) {}

  /** @throws InvalidCursorError */
  async list(query: DeadLetterQuery): Promise<Page<DeadLetterEntry>> {
    const rows = await this.store.list(query, decodeCursor(query.cursor, cursor));
    return pageFromRows(rows, {
      limit: query.limit,
      toItem: (entry) => entry,
      keysOf: ({ failedAt, id }) => [failedAt, id],
    });
  }

  /** Those of the patients of whom the scoring service could not read a plan, each with when that was last so. */
  async refusedPlans(patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, Instant>> {
    return patientIds.length === 0 ? new Map() : this.store.refusedPlans(patientIds);
  }

  /** @throws DeadLetterNotFoundError */
  async replay(id: EventId, context: CommandContext): Promise<DeadLetterEntry> {
    return this.commands.execute('replay-dead-letter', context, async (command) => {
      const entry = await this.store.lock(command.client, id);
      if (entry === undefined) throw new DeadLetterNotFoundError(id);
      const { group, topic, partition, position, key, value } = entry;
      const requestedAt = instant(command.at);
      await command.publish('replays', key, {
        deadLetterId: id,
        group,
        topic,
        partition,
        position,
        key,
        value,
        requestedAt,
      });
      const replay = { at: requestedAt, by: { id: context.by.id, name: context.by.name } };
      await this.store.addReplay(command.client, id, replay);
      command.audit({
        subject: { kind: 'dead-letter', id },
        text: `${group} is to try the record of ${topic} again.`,
        facts: { group, topic },
      });
      return { ...entry, replays: [...entry.replays, replay] };
    });
  }
}
