import { Injectable } from '@nestjs/common';
import {
  type EventId,
  type Instant,
  instant,
  type Observation,
  type ObservationId,
  type ObservationSetRecorded,
  type PatientId,
  type Score,
} from '#libs/contracts';
import type { Command } from '../../commands/commands.service.ts';
import { Hook } from '../../commands/hook.service.ts';
import { type CallForHelp, callsIn } from './call-for-help.ts';
import { ChartingStore } from './charting.store.ts';
import { highestRevisions, newestByPatient, readingsByTime } from './readings-by-time.ts';
import { retractionsIn } from './retractions.ts';
import { RetractionsStore } from './retractions.store.ts';

/** Readings that are new on the chart, or of which some were retracted. */
interface ChangedReadings {
  readonly patientId: PatientId;
  readonly takenAt: Instant;
  readonly setId: EventId;
}

/**
 * Puts observation sets and scores onto the chart as part of a command, each once. A score comes by two ways, on its own and
 * inside the signal that it causes: the first of them charts it, so an alert never names a score that cannot be looked up
 * yet. A retraction is charted by the command that makes it, and again, to no effect, when it comes off the log. It holds
 * whether its observation is charted before or after it.
 */
@Injectable()
export class ChartingService {
  /** Reacts to scores that are new on the chart or correct an older revision, within the command. */
  readonly scored = new Hook<readonly Score[]>();

  /** Reacts to calls for help that are new on the chart, within the command. */
  readonly called = new Hook<readonly CallForHelp[]>();

  constructor(
    private readonly store: ChartingStore,
    private readonly retractions: RetractionsStore,
  ) {}

  /** Charts what these sets observed and retracted, as far as it is not on the chart yet. */
  async chartSets(command: Command, sets: readonly ObservationSetRecorded[]): Promise<void> {
    const { client, at } = command;
    const retracted = await this.#retract(command, sets);
    const readings = sets.flatMap(readingsByTime);
    const added = readings.length === 0 ? [] : await this.store.addReadings(client, readings, at);
    if (added.length === 0 && retracted.length === 0) return;
    // In the order of the log, which the database need not have kept. What is not new is left alone: it may be retracted.
    const fresh = new Map(added.map((one) => [keyOf(one.setId, instant(one.takenAt)), one.retracted]));
    const charted = readings.flatMap((one) => {
      const gone = fresh.get(keyOf(one.set.id, one.takenAt));
      return gone === undefined ? [] : [{ ...one, counting: without(one.observations, gone) }];
    });
    const newest = newestByPatient(
      charted.map(({ set: { patientId }, counting }) => ({ patientId, observations: counting })),
    );
    if (newest.length > 0) await this.store.keepLatest(client, newest);
    if (retracted.length > 0) await this.retractions.fallBack(client, retracted);
    const changed = retracted.length === 0 ? [] : await this.retractions.readingsOf(client, retracted);
    // Each once, even if a set stands twice in one batch.
    const live = new Map<string, ChangedReadings>();
    for (const { set, takenAt } of charted) {
      live.set(keyOf(set.id, takenAt), { patientId: set.patientId, takenAt, setId: set.id });
    }
    for (const one of changed) live.set(keyOf(one.setId, one.takenAt), one);
    command.changed(...[...live.values()].map((one) => ({ kind: 'observation', ...one }) as const));
    const calls = charted.flatMap(({ set, counting }) => callsIn(set.patientId, counting));
    if (calls.length > 0) await this.called.run(command, calls);
  }

  /** Charts the scores that are new or correct an older revision. */
  async chartScores(command: Command, arrived: readonly Score[]): Promise<void> {
    const scores = highestRevisions(arrived);
    if (scores.length === 0) return;
    const added = await this.store.addScores(command.client, scores, command.at);
    const fresh = new Set(added.map(({ patientId, at }) => keyOf(patientId, instant(at))));
    const charted = scores.filter(({ patientId, at }) => fresh.has(keyOf(patientId, at)));
    command.changed(...charted.map(({ patientId, at }) => ({ kind: 'score', patientId, at }) as const));
    await this.scored.run(command, charted);
  }

  async #retract({ client, at }: Command, sets: readonly ObservationSetRecorded[]) {
    const retractions = retractionsIn(sets);
    return retractions.length === 0 ? [] : this.retractions.add(client, retractions, at);
  }
}

function without(observations: readonly Observation[], retracted: readonly ObservationId[]): readonly Observation[] {
  return retracted.length === 0 ? observations : observations.filter(({ id }) => !retracted.includes(id));
}

function keyOf(id: EventId | PatientId, at: string): string {
  return `${id} ${at}`;
}
