import { Inject, Injectable } from '@nestjs/common';
import { isEventCode } from '#libs/clinical';
import type { Clock } from '#libs/clock';
import {
  asOfInstant,
  type ChartedObservation,
  decodeCursor,
  type DeviceId,
  instant,
  type LastWholeScore,
  type Instant,
  type ObservationQuery,
  type Page,
  pageFromRows,
  type PatientId,
  type Score,
  type ScoreQuery,
  type NewestScore,
  scoreId,
} from '#libs/contracts';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { CLOCK } from '../../parts.module.ts';
import { PatientsService } from '../patients/patients.service.ts';
import {
  ChartStore,
  type LatestOfPatient,
  type ReadingsReference,
  type ReceivedOfPatient,
  type ScoreReference,
} from './chart.store.ts';
import { type MonitoringAsked, type NewestTimes, RecentScoresStore, type ScoredPoint } from './recent-scores.store.ts';
import type { PatientGroup, TierCount } from './tier-counts.ts';

const lookBackMs = 7 * 24 * 3_600_000;
/** So far ahead of ours the clock of a device may be, and what it measured be the newest. */
const aheadMs = 15 * 60_000;

const observationCursor = z.tuple([z.iso.datetime(), z.uuid(), z.number().int()]);
const scoreCursor = z.tuple([z.iso.datetime()]);

/**
 * Shows a patient's history, newest first by when things were taken: as it is known now, or as it was known at an instant.
 * What is on the log
 * appears here as soon as the charting consumers have processed it, each observation and score once, however often it was
 * delivered.
 */
@Injectable()
export class ChartService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly store: ChartStore,
    private readonly recentScores: RecentScoresStore,
    private readonly patients: PatientsService,
  ) {}

  /**
   * @throws PatientNotFoundError
   * @throws InvalidCursorError
   * @throws AsOfInFutureError
   */
  async listObservations(patientId: PatientId, query: ObservationQuery): Promise<Page<ChartedObservation>> {
    const asOf = asOfInstant(query.asOf, this.clock.now());
    await this.patients.assertExists(patientId);
    const rows = await this.store.observations({
      patientId,
      from: query.from,
      until: query.to,
      code: query.code,
      limit: query.limit,
      asOf,
      after: decodeCursor(query.cursor, observationCursor),
    });
    return pageFromRows(rows, {
      limit: query.limit,
      toItem: ({ observation }) => observation,
      keysOf: ({ cursor }) => cursor,
    });
  }

  /**
   * @throws PatientNotFoundError
   * @throws InvalidCursorError
   * @throws AsOfInFutureError
   */
  async listScores(patientId: PatientId, query: ScoreQuery): Promise<Page<Score>> {
    const asOf = asOfInstant(query.asOf, this.clock.now());
    await this.patients.assertExists(patientId);
    const [before] = decodeCursor(query.cursor, scoreCursor) ?? [];
    const { from, to: until, limit } = query;
    const rows = await this.store.scores({ patientId, from, until, before, limit, asOf });
    return pageFromRows(rows, { limit, toItem: (score) => score, keysOf: ({ at }) => [at] });
  }

  /** The observations of each reference, in order; empty for what is not charted. */
  async observationsOfSets(
    references: readonly ReadingsReference[],
  ): Promise<readonly (readonly ChartedObservation[])[]> {
    return this.store.observationsOf(references);
  }

  /** The newest score and the newest value of each code of these patients; with `asOf`, as was known then. */
  async latestOf(patientIds: readonly PatientId[], asOf?: Instant): Promise<ReadonlyMap<PatientId, LatestOfPatient>> {
    if (patientIds.length === 0) return new Map();
    if (asOf !== undefined) return this.store.latestAsOf(patientIds, asOf);
    return this.store.latestOf(patientIds, instant(this.clock.now().getTime() + aheadMs));
  }

  /**
   * Some of the scores of the last 24 h that stand, of each patient who has any: at most twelve that lie evenly in time, the
   * newest among them, oldest first. With `asOf`, as was known then.
   */
  async trendsOf(
    patientIds: readonly PatientId[],
    asOf?: Instant,
  ): Promise<ReadonlyMap<PatientId, readonly ScoredPoint[]>> {
    if (patientIds.length === 0) return new Map();
    return this.recentScores.trendsOf(patientIds, asOf ?? instant(this.clock.now()), { asOf });
  }

  /** In a word the newest score of each patient who has been scored. With `asOf`, as was known then. */
  async newestScoresOf(
    patientIds: readonly PatientId[],
    known: { readonly asOf?: Instant | undefined; readonly client?: PoolClient } = {},
  ): Promise<ReadonlyMap<PatientId, NewestScore>> {
    if (patientIds.length === 0) return new Map();
    const points = await this.recentScores.newestPointsOf(patientIds, known);
    return new Map(
      [...points].map(([patientId, point]) => [patientId, { id: scoreId(patientId, point.at), ...point }]),
    );
  }

  /** The newest score of the last 24 h with nothing missing, of each patient who has one. With `asOf`, as was known then. */
  async lastWholeOf(patientIds: readonly PatientId[], asOf?: Instant): Promise<ReadonlyMap<PatientId, LastWholeScore>> {
    if (patientIds.length === 0) return new Map();
    return this.recentScores.lastWholeOf(patientIds, asOf ?? instant(this.clock.now()), { asOf });
  }

  /** What the newest score says at a glance, and when the newest value of each code was taken. */
  async newestTimesOf(patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, NewestTimes>> {
    return patientIds.length === 0 ? new Map() : this.recentScores.newestTimesOf(patientIds);
  }

  /** How often each of these scores asks to measure; with `asOf`, as was known then. What is not charted is left out. */
  async monitoringAsked(references: readonly ScoreReference[], asOf?: Instant): Promise<readonly MonitoringAsked[]> {
    return references.length === 0 ? [] : this.recentScores.monitoringAsked(references, { asOf });
  }

  /** The newest scores that stand since an instant for which two devices, or a device and a person, measured at one moment. */
  async scoresOfTwoDevices(client: PoolClient, patientId: PatientId, since: Instant): Promise<readonly Score[]> {
    return this.recentScores.withBeside(client, patientId, since);
  }

  /**
   * When the newest reading came in that each device took of the patient who has it, of those of the last seven days; the
   * others are left out.
   */
  async lastReceivedFrom(
    held: readonly { readonly deviceId: DeviceId; readonly patientId: PatientId }[],
    client?: Pick<PoolClient, 'query'>,
  ): Promise<ReadonlyMap<DeviceId, Instant>> {
    if (held.length === 0) return new Map();
    return this.store.lastReceivedFrom(held, instant(this.clock.now().getTime() - lookBackMs), client);
  }

  /**
   * Of which of these devices the patient's chart has a reading that came in since, with the time that the device itself gave it.
   * Events do not count, whose time may be that of their arrival, nor does what a person released.
   */
  async takenAtTheirWord(
    held: readonly { readonly deviceId: DeviceId; readonly patientId: PatientId; readonly since: Instant }[],
  ): Promise<ReadonlySet<DeviceId>> {
    const sets = await this.store.uncorrectedSince(held);
    return new Set(sets.filter(({ codes }) => !codes.every(isEventCode)).map(({ deviceId }) => deviceId));
  }

  /** How many patients of each group have which tier by their newest score at a time; who was not scored is left out. */
  async tierCountsAt(groups: readonly PatientGroup[], at: Instant): Promise<readonly TierCount[]> {
    return groups.length === 0 ? [] : this.recentScores.tierCountsAt(groups, at);
  }

  /** How much was received in a period, by patient. */
  async receivedIn(period: { readonly from: Instant; readonly until: Instant }): Promise<readonly ReceivedOfPatient[]> {
    return this.store.receivedIn(period);
  }

  /** How many scores became known in a period that late readings made, of each patient who has any. */
  async lateScoresIn(period: {
    readonly from: Instant;
    readonly until: Instant;
  }): Promise<readonly { readonly patientId: PatientId; readonly lateScores: number }[]> {
    return this.recentScores.lateScoresIn(period);
  }

  /** When patients had scores that prove low risk, whatever is missing, after an instant each. */
  async lowRiskSince(
    client: PoolClient,
    since: readonly { readonly patientId: PatientId; readonly after: Instant }[],
  ): Promise<ReadonlyMap<PatientId, readonly Instant[]>> {
    return since.length === 0 ? new Map() : this.store.lowRiskSince(client, since);
  }

  /** Part of a command: the newest score of a patient that stands, whatever it counts for. */
  async newestScore(client: PoolClient, patientId: PatientId): Promise<Score | undefined> {
    return this.recentScores.newest(client, patientId);
  }

  /** The JSON text of each score, in order; undefined for what is not charted. */
  async scoreTexts(references: readonly ScoreReference[]): Promise<readonly (string | undefined)[]> {
    return this.store.scoreTexts(references);
  }
}
