import { Injectable } from '@nestjs/common';
import { type Instant, instant, type PatientId, type Score, type WardId } from '#libs/contracts';
import type { PoolClient } from 'pg';
import { ChartingStore } from './charting.store.ts';
import { highestRevisions } from './readings-of-moment.ts';

/** A score that was new on the chart, or corrected: what the live stream shows of it. */
export interface ChartedScore {
  readonly kind: 'score';
  readonly wardId: WardId;
  readonly patientId: PatientId;
  readonly at: Instant;
}

/**
 * Puts scores onto the chart within somebody's transaction. A score comes by two ways, on its own and inside the signal
 * that it causes: whichever is first charts it, so an alert never names a score that cannot be looked up yet.
 */
@Injectable()
export class ChartingService {
  constructor(private readonly store: ChartingStore) {}

  /**
   * Charts the scores that are new or correct an older revision.
   *
   * @param wardsOf finds the wards of those patients who are on one.
   * @returns what the live stream is to show of those on a ward, for the end of the transaction.
   */
  async chartScores(
    client: PoolClient,
    arrived: readonly Score[],
    wardsOf: (patientIds: readonly PatientId[]) => Promise<ReadonlyMap<PatientId, WardId>>,
  ): Promise<readonly ChartedScore[]> {
    const scores = highestRevisions(arrived);
    if (scores.length === 0) return [];
    const added = await this.store.addScores(client, scores);
    if (added.length === 0) return [];
    const wards = await wardsOf([...new Set(added.map(({ patientId }) => patientId))]);
    const fresh = new Set(added.map(({ patientId, at }) => momentKey(patientId, instant(at))));
    return scores.flatMap(({ patientId, at }) => {
      const wardId = wards.get(patientId);
      if (wardId === undefined || !fresh.has(momentKey(patientId, at))) return [];
      return [{ kind: 'score', wardId, patientId, at } as const];
    });
  }
}

function momentKey(patientId: PatientId, at: string): string {
  return `${patientId} ${at}`;
}
