import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  asOfInstant,
  decodeCursor,
  type Page,
  pageFromRows,
  type Referral,
  ReferralHistoryEntry,
  type ReferralId,
  type ReferralQuery,
} from '#libs/contracts';
import { z } from 'zod';
import { AuditService } from '../../commands/audit/audit.service.ts';
import { CLOCK } from '../../parts.module.ts';
import { FlagsService } from '../../record/flags/flags.service.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { WardsService } from '../wards/wards.service.ts';
import { ReferralNotFoundError } from './referral-errors.ts';
import { listOrderOf, type ReferralRecord } from './referral-record.ts';
import { ReferralsStore } from './referrals.store.ts';

const cursorKeys = z.tuple([z.number().int(), z.number().int(), z.uuid()]);

/** Shows referrals with their patients, their wards and where they are on the waiting list; or as they were at an instant. */
@Injectable()
export class ReferralViewsService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly store: ReferralsStore,
    private readonly patients: PatientsService,
    private readonly flags: FlagsService,
    private readonly wards: WardsService,
  ) {}

  /**
   * @param asked the instant as of which it is shown, undefined for now. Its position on the waiting list is not kept: null.
   * @throws ReferralNotFoundError also where it had not been received then.
   * @throws AsOfInFutureError
   */
  async get(id: ReferralId, asked?: string): Promise<Referral> {
    const asOf = asOfInstant(asked, this.clock.now());
    const [now] = await this.store.find([id]);
    if (now === undefined) throw new ReferralNotFoundError(id);
    if (asOf === undefined) return this.shown(now);
    const states = await this.audit.statesAt<ReferralRecord>('referral', asOf, [now.patientId]);
    const then = states.find((state) => state.id === id);
    if (then === undefined) throw new ReferralNotFoundError(id);
    return { ...(await this.shown(then)), waitingPosition: null };
  }

  async getMany(ids: readonly ReferralId[]): Promise<ReadonlyMap<ReferralId, Referral>> {
    const shown = await this.#shown(await this.store.find(ids));
    return new Map(shown.map((referral) => [referral.id, referral]));
  }

  /**
   * Those that wait in the order of the waiting list, then the others, the newest first.
   *
   * @throws InvalidCursorError
   */
  async list(query: ReferralQuery): Promise<Page<Referral>> {
    const records = await this.store.list(query, decodeCursor(query.cursor, cursorKeys));
    const { items, nextCursor } = pageFromRows(records, {
      limit: query.limit,
      toItem: (record) => record,
      keysOf: (record) => {
        const { rank, milliseconds } = listOrderOf(record);
        return [rank, milliseconds, record.id];
      },
    });
    return { items: await this.#shown(items), nextCursor };
  }

  /**
   * Every state of the referral, oldest first, with who changed it, when and why.
   *
   * @throws ReferralNotFoundError
   */
  async history(id: ReferralId): Promise<Page<ReferralHistoryEntry>> {
    const records = await this.audit.of({ kind: 'referral', id });
    if (records.length === 0) throw new ReferralNotFoundError(id);
    const items = records.map(({ at, by, text, state: referral }) =>
      ReferralHistoryEntry.parse({ at, by, text, referral }),
    );
    return { items, nextCursor: null };
  }

  /** The referral with its patient, its ward and its position on the waiting list as they are now. */
  async shown(record: ReferralRecord): Promise<Referral> {
    const [referral] = await this.#shown([record]);
    if (referral === undefined) throw new ReferralNotFoundError(record.id);
    return referral;
  }

  async #shown(records: readonly ReferralRecord[]): Promise<readonly Referral[]> {
    const patientIds = [...new Set(records.map(({ patientId }) => patientId))];
    const waiting = records.filter(({ state }) => state === 'waiting').map(({ id }) => id);
    const wardIds = records.flatMap(({ wardId }) => wardId ?? []);
    const [patients, flags, duplicates, wards, positions] = await Promise.all([
      this.patients.findMany(patientIds),
      this.flags.flagsOf(patientIds),
      this.patients.possibleDuplicatesOf(patientIds),
      this.wards.getMany([...new Set(wardIds)]),
      this.store.positionsOf(waiting),
    ]);
    return records.flatMap((record): readonly Referral[] => {
      const patient = patients.get(record.patientId);
      // No referral is without its patient.
      if (patient === undefined) return [];
      return [
        {
          ...record,
          patientName: `${patient.givenName} ${patient.familyName}`,
          nhsNumber: patient.nhsNumber,
          birthDate: patient.birthDate,
          flags: flags.get(record.patientId) ?? [],
          possibleDuplicates: (duplicates.get(record.patientId) ?? []).map(({ id }) => id),
          wardName: record.wardId === null ? null : (wards.get(record.wardId)?.name ?? null),
          waitingPosition: record.state === 'waiting' ? (positions.get(record.id) ?? null) : null,
        },
      ];
    });
  }
}
