import { Injectable } from '@nestjs/common';
import {
  type EventId,
  type Instant,
  instant,
  type Observation,
  type ObservationId,
  type ObservationSetRecorded,
  type PatientId,
} from '#libs/contracts';
import type { PoolClient } from 'pg';
import { ChartingStore } from './charting.store.ts';
import { newestByPatient, type ReadingsOfTime, readingsByTime } from './readings-by-time.ts';
import { retractionsIn } from './retractions.ts';
import { type ChangedReadings, RetractionsStore } from './retractions.store.ts';

/** Readings that are new on the chart. */
export interface EnteredReadings extends ReadingsOfTime {
  /** Those that are not retracted. */
  readonly counting: readonly Observation[];
}

/** What sets changed on the chart. */
export interface EnteredSets {
  /** In the order in which they came. */
  readonly readings: readonly EnteredReadings[];
  /** Readings of which some are retracted by now. */
  readonly changed: readonly ChangedReadings[];
}

/**
 * Enters observation sets in the tables of the chart, each once, and nothing else: what follows from them is for the caller.
 * A retraction holds whether its observation is entered before or after it.
 */
@Injectable()
export class ChartEntriesService {
  constructor(
    private readonly store: ChartingStore,
    private readonly retractions: RetractionsStore,
  ) {}

  /**
   * Enters what these sets observed and retracted, as far as it is not on the chart yet.
   *
   * @param knownAt when the chart is to have known of a set.
   */
  async enterSets(
    client: PoolClient,
    sets: readonly ObservationSetRecorded[],
    knownAt: (set: ObservationSetRecorded) => Date,
  ): Promise<EnteredSets> {
    const retracted = await this.#retract(client, sets, knownAt);
    const readings = sets.flatMap(readingsByTime);
    const added =
      readings.length === 0 ? [] : await this.store.addReadings(client, readings, ({ set }) => knownAt(set));
    if (added.length === 0 && retracted.length === 0) return { readings: [], changed: [] };
    // In the order of the log, which the database need not have kept. What is not new is left alone: it may be retracted.
    const fresh = new Map(added.map((one) => [keyOf(one.setId, instant(one.takenAt)), one.retracted]));
    const entered = readings.flatMap((one) => {
      const gone = fresh.get(keyOf(one.set.id, one.takenAt));
      return gone === undefined ? [] : [{ ...one, counting: without(one.observations, gone) }];
    });
    const newest = newestByPatient(
      entered.map(({ set: { patientId }, counting }) => ({ patientId, observations: counting })),
    );
    if (newest.length > 0) await this.store.keepLatest(client, newest);
    if (retracted.length > 0) await this.retractions.fallBack(client, retracted);
    const changed = retracted.length === 0 ? [] : await this.retractions.readingsOf(client, retracted);
    return { readings: entered, changed };
  }

  async #retract(
    client: PoolClient,
    sets: readonly ObservationSetRecorded[],
    knownAt: (set: ObservationSetRecorded) => Date,
  ) {
    const retractions = retractionsIn(sets);
    if (retractions.length === 0) return [];
    const byId = new Map<EventId, ObservationSetRecorded>(sets.map((set) => [set.id, set]));
    return this.retractions.add(client, retractions, ({ setId, at }) => {
      const set = byId.get(setId);
      return set === undefined ? new Date(at) : knownAt(set);
    });
  }
}

function without(observations: readonly Observation[], retracted: readonly ObservationId[]): readonly Observation[] {
  return retracted.length === 0 ? observations : observations.filter(({ id }) => !retracted.includes(id));
}

/** By what readings of one set and time, or a score, are known. */
export function keyOf(id: EventId | PatientId, at: Instant): string {
  return `${id} ${at}`;
}
