import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  type EventId,
  type Instant,
  instant,
  type Observation,
  type ObservationId,
  type ObservationSetRecorded,
  type PatientId,
  type Score,
  type WardId,
} from '#libs/contracts';
import type { PoolClient } from 'pg';
import { CLOCK } from '../../parts.module.ts';
import { ChartingStore } from './charting.store.ts';
import { completeScore } from './first-release-score.ts';
import { highestRevisions, newestByPatient, readingsByMoment } from './readings-of-moment.ts';
import { retractionsIn } from './retraction-set.ts';
import { RetractionsStore } from './retractions.store.ts';

/** A score that was new on the chart, or corrected: what the live stream shows of it. */
export interface ChartedScore {
  readonly kind: 'score';
  readonly wardId: WardId;
  readonly patientId: PatientId;
  readonly at: Instant;
}

/** Readings that were new on the chart, or of which some were retracted: what the live stream shows of them. */
export interface ChartedReadings {
  readonly kind: 'observation';
  readonly wardId: WardId;
  readonly patientId: PatientId;
  readonly takenAt: Instant;
  readonly setId: EventId;
}

/**
 * Puts observation sets and scores onto the chart within somebody's transaction, each once. A score comes by two ways, on
 * its own and inside the signal that it causes: whichever is first charts it, so an alert never names a score that cannot
 * be looked up yet. A retraction is charted by whoever makes it, and again, to no effect, when it comes off the log. It
 * holds whether its observation is charted before or after it.
 */
@Injectable()
export class ChartingService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly store: ChartingStore,
    private readonly retractions: RetractionsStore,
  ) {}

  /**
   * Charts what these sets observed and retracted, as far as it is not on the chart yet.
   *
   * @returns what the live stream is to show of those on a ward, in the order of the sets, for the end of the transaction.
   */
  async chartSets(client: PoolClient, sets: readonly ObservationSetRecorded[]): Promise<readonly ChartedReadings[]> {
    const knownAt = this.clock.now();
    const retracted = await this.#retract(client, sets, knownAt);
    const readings = sets.flatMap(readingsByMoment);
    const added = readings.length === 0 ? [] : await this.store.addReadings(client, readings, knownAt);
    if (added.length === 0 && retracted.length === 0) return [];
    // In the order of the log, which the database need not have kept. What is not new is left alone: it may be retracted.
    const fresh = new Map(added.map((one) => [momentKey(one.setId, instant(one.takenAt)), one.retracted]));
    const charted = readings.flatMap((one) => {
      const gone = fresh.get(momentKey(one.set.id, one.takenAt));
      return gone === undefined ? [] : [{ ...one, counting: without(one.observations, gone) }];
    });
    const newest = newestByPatient(
      charted.map(({ set: { patientId }, counting }) => ({ patientId, observations: counting })),
    );
    if (newest.length > 0) await this.store.keepLatest(client, newest);
    if (retracted.length > 0) await this.retractions.fallBack(client, retracted);
    const changed = retracted.length === 0 ? [] : await this.retractions.readingsOf(client, retracted);
    // Each once, even if a set stands twice in one batch.
    const shown = new Map<string, Omit<ChartedReadings, 'kind' | 'wardId'>>();
    for (const { set, takenAt } of charted) {
      shown.set(momentKey(set.id, takenAt), { patientId: set.patientId, takenAt, setId: set.id });
    }
    for (const one of changed) shown.set(momentKey(one.setId, one.takenAt), one);
    return onWards([...shown.values()], 'observation', (patientIds) => this.store.wardsOf(client, patientIds));
  }

  /**
   * Charts the scores that are new or correct an older revision.
   *
   * @param wardsOf finds the wards of those patients who are on one.
   * @returns what the live stream is to show of those on a ward, for the end of the transaction.
   */
  async chartScores(
    client: PoolClient,
    arrived: readonly Score[],
    wardsOf: WardsOf = (patientIds) => this.store.wardsOf(client, patientIds),
  ): Promise<readonly ChartedScore[]> {
    const scores = highestRevisions(arrived).map(completeScore);
    if (scores.length === 0) return [];
    const added = await this.store.addScores(client, scores, this.clock.now());
    if (added.length === 0) return [];
    const fresh = new Set(added.map(({ patientId, at }) => momentKey(patientId, instant(at))));
    const shown = scores.filter(({ patientId, at }) => fresh.has(momentKey(patientId, at)));
    return onWards(
      shown.map(({ patientId, at }) => ({ patientId, at })),
      'score',
      wardsOf,
    );
  }

  async #retract(client: PoolClient, sets: readonly ObservationSetRecorded[], knownAt: Date) {
    const retractions = retractionsIn(sets);
    return retractions.length === 0 ? [] : this.retractions.add(client, retractions, knownAt);
  }
}

type WardsOf = (patientIds: readonly PatientId[]) => Promise<ReadonlyMap<PatientId, WardId>>;

/** What is about patients on a ward, with the ward. */
async function onWards<Kind extends string, Shown extends { readonly patientId: PatientId }>(
  shown: readonly Shown[],
  kind: Kind,
  wardsOf: WardsOf,
): Promise<readonly (Shown & { readonly kind: Kind; readonly wardId: WardId })[]> {
  const wards = await wardsOf([...new Set(shown.map(({ patientId }) => patientId))]);
  return shown.flatMap((one) => {
    const wardId = wards.get(one.patientId);
    return wardId === undefined ? [] : [{ ...one, kind, wardId }];
  });
}

function without(observations: readonly Observation[], retracted: readonly ObservationId[]): readonly Observation[] {
  return retracted.length === 0 ? observations : observations.filter(({ id }) => !retracted.includes(id));
}

function momentKey(id: EventId | PatientId, at: string): string {
  return `${id} ${at}`;
}
