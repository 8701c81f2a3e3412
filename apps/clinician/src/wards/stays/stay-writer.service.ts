import { Injectable } from '@nestjs/common';
import { isOpenStay, type MonitoringPause, type Stay, type StayId } from '#libs/contracts';
import type { Command } from '../../commands/commands.service.ts';
import { PlansService } from '../../plans/plans/plans.service.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import type { BedOfStay } from '../placements.store.ts';
import { StayNotFoundError } from './stay-errors.ts';
import { type StayChange, StaysService } from './stays.service.ts';
import { type StayRecord, StaysStore } from '../stays.store.ts';

/** A change of a stay that other groups react to. */
interface WrittenChange extends Pick<StayChange, 'before' | 'change'> {
  readonly record: StayRecord;
  /** Gives the stay its bed from now on, or takes it away; the bed is that of `before` where it is left out. */
  readonly placing?: () => Promise<BedOfStay>;
  readonly text: string;
  readonly pauses?: (pauses: readonly MonitoringPause[]) => readonly MonitoringPause[];
}

/** Writes stays: each with its placement, its audit, the plan that follows from it and the live change. */
@Injectable()
export class StayWriter {
  constructor(
    private readonly store: StaysStore,
    private readonly stays: StaysService,
    private readonly patients: PatientsService,
    private readonly plans: PlansService,
  ) {}

  /**
   * Part of a command: the patients of these stays, who come before ward and stay in the order in which rows are locked. No
   * other command changes a stay of theirs until the transaction ends.
   *
   * @throws StayNotFoundError
   */
  async lockPatientsOf(command: Command, ids: readonly StayId[]): Promise<ReadonlyMap<StayId, StayRecord>> {
    const stays = new Map((await this.store.find(ids, command.client)).map((stay) => [stay.id, stay]));
    const missing = ids.find((id) => !stays.has(id));
    if (missing !== undefined) throw new StayNotFoundError(missing);
    const byPatient = [...stays.values()].toSorted((one, next) => (one.patientId < next.patientId ? -1 : 1));
    for (const { patientId } of byPatient) await this.patients.lock(command.client, patientId);
    for (const { patientId, referralId } of byPatient) await this.stays.locking.run(command, { patientId, referralId });
    return stays;
  }

  /** A change that other groups react to. */
  async change(command: Command, written: WrittenChange): Promise<Stay> {
    const { record, before, change, text, pauses } = written;
    const { client } = command;
    await this.store.save(client, record);
    const bed = (await written.placing?.()) ?? before;
    if (bed === undefined) throw new StayNotFoundError(record.id);
    const { wardId, bed: number, overCapacityReason } = bed;
    const after: Stay = { ...record, wardId, bed: number, overCapacityReason };
    const { id, patientId, pathway, admittedAt } = after;
    const isOpen = isOpenStay(after);
    await this.patients.setHasOpenStay(client, patientId, isOpen);
    this.#audit(command, after, text);
    const stay = isOpen ? { stayId: id, wardId, pathway, admittedAt } : null;
    await this.plans.followStay(command, patientId, stay, pauses);
    await this.stays.changed.run(command, { before, after, change });
    command.changed({ kind: 'stay', stayId: id });
    return after;
  }

  /** A change of what is written about the stay, from which nothing follows. */
  async note(command: Command, after: Stay, text: string): Promise<Stay> {
    await this.store.save(command.client, after);
    this.#audit(command, after, text);
    command.changed({ kind: 'stay', stayId: after.id });
    return after;
  }

  #audit(command: Command, after: Stay, text: string): void {
    const { id, patientId, revision, wardId, bed } = after;
    const subject = { kind: 'stay', id } as const;
    command.audit({ subject, patientId, revision, text, facts: { wardId, bed }, state: after });
  }
}
