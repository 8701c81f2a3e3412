import { Injectable } from '@nestjs/common';
import { instant, type Merge, MergeId, type NewMerge, type PatientId, PatientMergedError } from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { DevicesService } from '../../devices/devices/devices.service.ts';
import { PlansService } from '../../plans/plans/plans.service.ts';
import { CarriedReadingsService } from '../../record/chart/carried-readings.service.ts';
import { keyOfMerge } from '../../record/chart/carried-sets.ts';
import { FlagsService } from '../../record/flags/flags.service.ts';
import type { CarriedRows, MergeRecord } from '../../record/merges/merge-record.ts';
import { MergedRecordsService } from '../../record/merges/merged-records.service.ts';
import type { MergeableRecord } from '../../record/patients/patient-identity.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { CarriedRowsStore } from './carried-rows.store.ts';
import { partyOf, planAfterMerge, refusalOfMerge } from './merge-decision.ts';
import { BothAcceptedError, BothOnWardError, MergeWithItselfError } from './merge-errors.ts';
import { MergePreviewsService } from './merge-previews.service.ts';
import { carriedKinds, countsInWords, shownMerge } from './merge-words.ts';

const hourMs = 3_600_000;

/** Two records that are locked, of which the one goes into the other. */
interface Pair {
  readonly survivor: MergeableRecord;
  readonly duplicate: MergeableRecord;
}

/**
 * Makes two records of one patient one, in one transaction: everything of the duplicate becomes the other record's and
 * remembers where it came from, and whatever still arrives for the duplicate arrives there. Nothing is deleted, so that the
 * merge can be undone, and what was known at any time before it can be looked up.
 */
@Injectable()
export class MergesService {
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    private readonly commands: CommandsService,
    private readonly patients: PatientsService,
    private readonly records: MergedRecordsService,
    private readonly readings: CarriedReadingsService,
    private readonly flags: FlagsService,
    private readonly plans: PlansService,
    private readonly devices: DevicesService,
    private readonly rows: CarriedRowsStore,
    private readonly previews: MergePreviewsService,
  ) {}

  /**
   * @throws MergeWithItselfError
   * @throws PatientNotFoundError
   * @throws PatientMergedError where one of the two was merged already, saying into which.
   * @throws BothOnWardError
   * @throws BothAcceptedError
   */
  async merge(survivorId: PatientId, { duplicateId, reason }: NewMerge, context: CommandContext): Promise<Merge> {
    if (survivorId === duplicateId) throw new MergeWithItselfError(survivorId);
    return this.commands.execute('merge-patients', context, async (command) => {
      const pair = await this.#lock(command, survivorId, duplicateId);
      const { client, at, by } = command;
      const counts = await this.previews.countsOf(client, survivorId, duplicateId);
      const carried = await this.#carry(command, pair, reason);
      const record: MergeRecord = {
        id: MergeId.parse(randomUUID()),
        survivorId,
        duplicateId,
        by: { id: by.id, name: by.name },
        at: instant(at),
        reason,
        counts,
        carried,
        undone: null,
      };
      await this.#carryReadings(command, record);
      await this.patients.merge(client, duplicateId, survivorId);
      await this.records.add(client, record);
      this.#audit(command, record);
      return shownMerge(record, pair.duplicate.patient);
    });
  }

  async #lock({ client }: Command, survivorId: PatientId, duplicateId: PatientId): Promise<Pair> {
    const locked = await this.patients.lockToMerge(client, [survivorId, duplicateId]);
    const [survivor, duplicate] = [locked.get(survivorId), locked.get(duplicateId)];
    if (survivor === undefined || duplicate === undefined) throw new Error('Locked records that were not there.');
    for (const { patient, mergedInto } of [survivor, duplicate]) {
      if (mergedInto !== null) throw new PatientMergedError(patient.id, mergedInto);
    }
    const accepted = await this.rows.withAcceptedReferral(client, [survivorId, duplicateId]);
    const refusal = refusalOfMerge(partyOf(survivor, accepted), partyOf(duplicate, accepted));
    if (refusal === 'both-accepted') throw new BothAcceptedError([survivorId, duplicateId]);
    if (refusal !== null) throw new BothOnWardError([survivorId, duplicateId]);
    return { survivor, duplicate };
  }

  /** Devices come before tasks, as where one is recovered. */
  async #carry(command: Command, { survivor, duplicate }: Pair, reason: string): Promise<CarriedRows> {
    const { client } = command;
    const direction = { from: duplicate.patient.id, to: survivor.patient.id };
    const holdings = await this.devices.carryHoldings(command, direction);
    const own = await this.rows.lockAll(client, direction.from);
    await this.rows.move(client, own, direction);
    await this.rows.keepOpenStays(client, [direction.from, direction.to]);
    const text = `Came from the record ${direction.from}, which was merged into this one: ${reason}`;
    await command.auditCarried({ ...direction, text, facts: direction, kinds: carriedKinds });
    const flags = await this.flags.carry(command, { ...direction, reason: `From a record that was merged: ${reason}` });
    const movesPlan = planAfterMerge(duplicate) === 'duplicate';
    const before = movesPlan ? await this.plans.moveStay(command, direction) : null;
    const hours = await this.plans.latenessHoursOf(client, direction.to);
    command.changed(...own.stayIds.map((stayId) => ({ kind: 'stay', stayId }) as const));
    command.changed(...own.referralIds.map((referralId) => ({ kind: 'referral', referralId, wardIds: [] }) as const));
    command.changed({ kind: 'flags', patientId: direction.from });
    return {
      ...own,
      holdings,
      flags,
      decisionsBefore: before === null ? null : { ...before },
      scoredSince: instant(command.at.getTime() - hours * hourMs),
    };
  }

  async #carryReadings(command: Command, { id, survivorId, duplicateId, carried }: MergeRecord): Promise<void> {
    await this.readings.carry(command, {
      from: duplicateId,
      to: survivorId,
      key: keyOfMerge(id),
      scoredSince: new Date(carried.scoredSince),
    });
  }

  #audit(command: Command, { id, survivorId, duplicateId, counts, reason }: MergeRecord): void {
    const facts = { mergeId: id, survivorId, duplicateId, counts };
    command.audit(
      {
        subject: { kind: 'patient', id: survivorId },
        patientId: survivorId,
        text: `Another record was merged into this one (${countsInWords(counts)}): ${reason}`,
        facts,
      },
      {
        subject: { kind: 'patient', id: duplicateId },
        patientId: duplicateId,
        text: `The record was merged into another one: ${reason}`,
        facts,
      },
    );
  }
}
