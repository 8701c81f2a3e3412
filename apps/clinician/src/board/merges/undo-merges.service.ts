import { Injectable } from '@nestjs/common';
import { instant, type Merge, type MergeId, PatientMergedError, type UndoMerge } from '#libs/contracts';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { DevicesService } from '../../devices/devices/devices.service.ts';
import type { PlanDecisions } from '../../plans/plans/monitoring-plan.ts';
import { PlansService } from '../../plans/plans/plans.service.ts';
import { CarriedReadingsService } from '../../record/chart/carried-readings.service.ts';
import { keyOfMerge, keyOfUndo } from '../../record/chart/carried-sets.ts';
import { FlagsService } from '../../record/flags/flags.service.ts';
import type { MergeRecord } from '../../record/merges/merge-record.ts';
import { MergedRecordsService } from '../../record/merges/merged-records.service.ts';
import type { MergeableRecord } from '../../record/patients/patient-identity.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { CarriedRowsStore } from './carried-rows.store.ts';
import { MergeNotFoundError, MergeUndoneError } from './merge-errors.ts';
import { carriedKinds, shownMerge } from './merge-words.ts';

const hourMs = 3_600_000;

/**
 * Undoes a merge: what came from the record goes back to it as it is now, so alerts that were acknowledged meanwhile stay
 * acknowledged. What belongs to a stay or a device goes with it, whenever it was added; what was written about the patient
 * meanwhile stays where it was written.
 */
@Injectable()
export class UndoMergesService {
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
  ) {}

  /**
   * @throws MergeNotFoundError
   * @throws MergeUndoneError
   * @throws PatientMergedError where the record that stayed has been merged into another since: that is to be undone first.
   */
  async undo(id: MergeId, { reason }: UndoMerge, context: CommandContext): Promise<Merge> {
    const known = await this.records.find(id);
    if (known === undefined) throw new MergeNotFoundError(id);
    return this.commands.execute('undo-merge', context, async (command) => {
      const { record, duplicate } = await this.#lock(command, known);
      const { client, at, by } = command;
      await this.patients.part(client, record.duplicateId, record.survivorId);
      await this.#giveBack(command, record, reason);
      const undone = { by: { id: by.id, name: by.name }, at: instant(at), reason };
      await this.records.setUndone(client, id, undone);
      this.#audit(command, record, reason);
      return shownMerge({ ...record, undone }, duplicate.patient);
    });
  }

  async #lock(
    { client }: Command,
    { id, survivorId, duplicateId }: MergeRecord,
  ): Promise<{ readonly record: MergeRecord; readonly duplicate: MergeableRecord }> {
    const locked = await this.patients.lockToMerge(client, [survivorId, duplicateId]);
    const record = await this.records.find(id, client);
    const [survivor, duplicate] = [locked.get(survivorId), locked.get(duplicateId)];
    if (record === undefined || survivor === undefined || duplicate === undefined) throw new MergeNotFoundError(id);
    if (record.undone !== null) throw new MergeUndoneError(id, record.undone);
    if (survivor.mergedInto !== null) throw new PatientMergedError(survivorId, survivor.mergedInto);
    return { record, duplicate };
  }

  async #giveBack(command: Command, record: MergeRecord, reason: string): Promise<void> {
    const { client } = command;
    const { survivorId, duplicateId, carried } = record;
    const direction = { from: survivorId, to: duplicateId };
    const ids = carried.holdings.map(({ id }) => id);
    await this.devices.carryHoldings(command, { ...direction, ids });
    const since = await this.rows.staysByReferral(client, carried.referralIds);
    const stayIds = [...new Set([...carried.stayIds, ...since])];
    const { alertIds, taskIds } = await this.rows.ofStays(client, stayIds);
    const open = await this.rows.openStayOf(client, survivorId);
    await this.rows.move(client, { ...carried, stayIds }, direction);
    await this.rows.keepOpenStays(client, [survivorId, duplicateId]);
    await command.auditCarried({
      ...direction,
      text: `Went back to its own record, since the merge was undone: ${reason}`,
      facts: direction,
      kinds: carriedKinds,
      ids: [...carried.referralIds, ...stayIds, ...alertIds, ...taskIds, ...carried.contactIds],
    });
    const flagReason = `A merge was undone: ${reason}`;
    await this.flags.takeAway(command, survivorId, { flags: carried.flags, reason: flagReason });
    if (open !== null && stayIds.includes(open)) await this.#giveBackPlan(command, record);
    await this.#giveBackReadings(command, record, reason);
    command.changed(...stayIds.map((stayId) => ({ kind: 'stay', stayId }) as const));
  }

  /** As it is now: what was decided meanwhile was decided for the stay. */
  async #giveBackPlan(command: Command, { survivorId, duplicateId, carried }: MergeRecord): Promise<void> {
    // The merge put there what the plans had returned.
    const leaving = carried.decisionsBefore as PlanDecisions | null;
    await this.plans.moveStay(command, {
      from: survivorId,
      to: duplicateId,
      ...(leaving === null ? {} : { leaving }),
    });
  }

  async #giveBackReadings(command: Command, record: MergeRecord, reason: string): Promise<void> {
    const { id, survivorId, duplicateId, carried, at: mergedAt } = record;
    const words = `It is of another record: a merge was undone. ${reason}`;
    const carriedAt = new Date(mergedAt);
    await this.readings.takeOut(command, {
      from: survivorId,
      key: keyOfMerge(id),
      scoredSince: new Date(carried.scoredSince),
      reason: words,
      carriedAt,
    });
    const hours = await this.plans.latenessHoursOf(command.client, duplicateId);
    await this.readings.follow(command, {
      from: survivorId,
      to: duplicateId,
      key: keyOfUndo(id),
      notThoseOf: keyOfMerge(id),
      scoredSince: new Date(command.at.getTime() - hours * hourMs),
      reason: words,
      since: { at: carriedAt, deviceIds: carried.holdings.map(({ deviceId }) => deviceId) },
    });
  }

  #audit(command: Command, { id, survivorId, duplicateId }: MergeRecord, reason: string): void {
    const facts = { mergeId: id, survivorId, duplicateId };
    command.audit(
      {
        subject: { kind: 'patient', id: survivorId },
        patientId: survivorId,
        text: `The merge of another record into this one was undone: ${reason}`,
        facts,
      },
      {
        subject: { kind: 'patient', id: duplicateId },
        patientId: duplicateId,
        text: `The merge of this record into another one was undone: ${reason}`,
        facts,
      },
    );
  }
}
