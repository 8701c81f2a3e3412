import { Injectable } from '@nestjs/common';
import {
  type DeviceId,
  type EventId,
  derivedId,
  instant,
  MessageId,
  type ObservationSetRecorded,
  type PatientId,
  scoreId,
} from '#libs/contracts';
import type { PoolClient } from 'pg';
import type { Command } from '../../commands/commands.service.ts';
import { MergedRecordsService } from '../merges/merged-records.service.ts';
import { CarriedReadingsStore } from './carried-readings.store.ts';
import { carriedMessages, carriedSet, keyOfMerge, partTakenSince, retractionOfAll } from './carried-sets.ts';
import { ChartingService } from './charting.service.ts';
import { ChartingStore } from './charting.store.ts';

/** Readings that go from one record to another. */
interface CarriedReadings {
  readonly from: PatientId;
  readonly to: PatientId;
  /** See `Carriage`. */
  readonly key: string;
  /** What was taken before is charted, and scored no more. */
  readonly scoredSince: Date;
}

/**
 * Carries readings from one record to another, by the same events as those of a person who enters them: they are on the
 * other chart when the transaction ends, and scored there as far back as late readings are. The sets that they came in stay
 * where they are, on a record that no page leads to, so that what was known at any time can still be looked up.
 */
@Injectable()
export class CarriedReadingsService {
  constructor(
    private readonly store: CarriedReadingsStore,
    private readonly charting: ChartingService,
    private readonly chartingStore: ChartingStore,
    private readonly merges: MergedRecordsService,
  ) {}

  /** How many readings of the patient count. */
  async count(client: Pick<PoolClient, 'query'>, patientId: PatientId): Promise<number> {
    return this.store.count(client, patientId);
  }

  /** Part of a merge: all readings with what was retracted of them, and the scores that are not worked out anew. */
  async carry(command: Command, { from, to, key, scoredSince }: CarriedReadings): Promise<void> {
    const { client, at } = command;
    const sets = [
      ...(await this.store.sets(client, { patientId: from })),
      ...(await this.store.retractions(client, from)),
    ];
    await this.#enter(
      command,
      sets.map((set) => carriedSet(set, { key, to })),
      scoredSince,
    );
    const scores = await this.store.scores(client, from, scoredSince);
    const carried = scores.map((score) => ({
      ...score,
      id: scoreId(to, score.at),
      patientId: to,
      revision: 1,
    }));
    if (carried.length > 0) await this.chartingStore.addScores(client, carried, () => at);
  }

  /** Part of undoing a merge: what it carried does not count any more on the record that it was carried to. */
  async takeOut(
    command: Command,
    {
      from,
      key,
      scoredSince,
      reason,
      carriedAt,
    }: Omit<CarriedReadings, 'to'> & {
      readonly reason: string;
      readonly carriedAt: Date;
    },
  ): Promise<void> {
    const { client, at } = command;
    const sets = await this.store.sets(client, { patientId: from, messagesFrom: carriedMessages(key) });
    await this.#retract(command, sets, { patientId: from, key, reason, scoredSince });
    await this.store.withdrawScores(client, from, { before: scoredSince, putAt: carriedAt, at });
  }

  /** Part of undoing a merge: what these devices sent since then goes with them, and counts no more where it came in. */
  async follow(
    command: Command,
    {
      from,
      to,
      key,
      scoredSince,
      reason,
      since,
      notThoseOf,
    }: CarriedReadings & {
      readonly reason: string;
      /** The merge whose own readings have been taken out already. */
      readonly notThoseOf: string;
      readonly since: { readonly at: Date; readonly deviceIds: readonly DeviceId[] };
    },
  ): Promise<void> {
    const { client } = command;
    const found = await this.store.sets(client, { patientId: from, since });
    const sets = found.filter(({ messageId }) => !messageId.startsWith(carriedMessages(notThoseOf)));
    const ids = sets.flatMap(({ observations }) => observations.map(({ id }) => id));
    const retracted = await this.store.retractions(client, from, ids);
    await this.#enter(
      command,
      [...sets, ...retracted].map((set) => carriedSet(set, { key, to })),
      scoredSince,
    );
    await this.#retract(command, sets, { patientId: from, key: `${key} devices`, reason, scoredSince });
  }

  /** Part of charting sets as they come off the log: those of a record that was merged are entered on the other one as well. */
  async redirect(command: Command, sets: readonly ObservationSetRecorded[]): Promise<void> {
    const merges = await this.merges.inForce(command.client, [...new Set(sets.map(({ patientId }) => patientId))]);
    if (merges.size === 0) return;
    const redirected = sets.flatMap((set) => {
      const merge = merges.get(set.patientId);
      return merge === undefined ? [] : [carriedSet(set, { key: keyOfMerge(merge.id), to: merge.survivorId })];
    });
    await this.charting.chartSets(command, redirected);
    for (const set of redirected) await command.publish('observations', set.patientId, set);
  }

  async #enter(command: Command, sets: readonly ObservationSetRecorded[], scoredSince: Date): Promise<void> {
    if (sets.length === 0) return;
    await this.charting.chartSets(command, sets);
    for (const set of sets) {
      const scored = partTakenSince(set, instant(scoredSince));
      if (scored !== undefined) await command.publish('observations', scored.patientId, scored);
    }
  }

  async #retract(
    command: Command,
    sets: readonly ObservationSetRecorded[],
    {
      patientId,
      key,
      reason,
      scoredSince,
    }: { readonly patientId: PatientId; readonly key: string; readonly reason: string; readonly scoredSince: Date },
  ): Promise<void> {
    const retracts = retractionOfAll(sets, reason);
    if (retracts.length === 0) return;
    const { by, at } = command;
    const set: ObservationSetRecorded = {
      // A UUID that was made here needs no parsing.
      id: derivedId('carried-back', key, patientId) as EventId,
      patientId,
      messageId: MessageId.parse(`retract ${key}`),
      enteredBy: { id: by.id, name: by.name },
      source: 'clinician',
      receivedAt: instant(at),
      observations: [],
      retracts: [...retracts],
    };
    await this.#enter(command, [set], scoredSince);
  }
}
