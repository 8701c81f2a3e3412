import { Injectable } from '@nestjs/common';
import {
  instant,
  type PastStay,
  type PastStays,
  type PastStaysAdded,
  PatientNotFoundError,
  type Stay,
  StayId,
  type WardId,
} from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { WardCapacityService } from '../beds/ward-capacity.service.ts';
import { PlacementsStore } from '../placements.store.ts';
import { StayRefusedError } from '../stays/stay-errors.ts';
import { StaysStore } from '../stays.store.ts';
import { WardNotFoundError } from '../wards/ward-errors.ts';
import { WardsService } from '../wards/wards.service.ts';
import { pastBedsOf, pastStayFaults } from './past-beds.ts';

/**
 * Brings in the stays that a ward had before it was opened here: ended, each in a bed, all of them or none. They are what
 * figures of the past, snapshots and forecasts rest on; no other group is called for them. When they were brought in, by
 * whom and from where is in the audit and in the reason of each placement.
 */
@Injectable()
export class PastStaysService {
  // Nest injects by position.

  constructor(
    private readonly commands: CommandsService,
    private readonly patients: PatientsService,
    private readonly wards: WardsService,
    private readonly capacity: WardCapacityService,
    private readonly stays: StaysStore,
    private readonly placements: PlacementsStore,
  ) {}

  /**
   * @throws WardNotFoundError
   * @throws PatientNotFoundError
   * @throws StayRefusedError
   */
  async add(wardId: WardId, past: PastStays, context: CommandContext): Promise<PastStaysAdded> {
    return this.commands.execute('add-past-stays', context, async (command) => {
      const patientIds = [...new Set(past.stays.map(({ patientId }) => patientId))].toSorted();
      for (const id of patientIds)
        if ((await this.patients.lock(command.client, id)) === undefined) throw new PatientNotFoundError(id);
      const ward = (await this.wards.lock(command, [wardId])).get(wardId);
      if (ward === undefined) throw new WardNotFoundError(wardId);
      const taken = await this.placements.takenBeds(command.client, { wardId, patientIds });
      const faults = pastStayFaults(past.stays, { openedAt: instant(ward.createdAt), taken });
      if (faults.length > 0) throw new StayRefusedError(faults);
      const from = instant(Math.min(...past.stays.map(({ admittedAt }) => Date.parse(admittedAt))));
      const until = instant(Math.max(...past.stays.map(({ dischargedAt }) => Date.parse(dischargedAt))));
      const reason = `Brought in from ${past.source}.`;
      await this.capacity.addPast(command, { wardId, from, beds: past.beds, reason });
      const beds = pastBedsOf(past.stays, taken);
      const stays = past.stays.map((stay, index) =>
        pastStay(stay, { wardId, bed: beds[index] ?? 1, command, context }),
      );
      await this.#keep(command, stays, reason);
      command.changed({ kind: 'ward', wardId });
      return { wardId, stays: stays.length, from, until };
    });
  }

  async #keep(command: Command, stays: readonly Stay[], reason: string): Promise<void> {
    for (const stay of stays) await this.stays.save(command.client, stay);
    await this.placements.addPast(command.client, stays, reason);
    command.audit(
      ...stays.map((stay) => ({
        subject: { kind: 'stay' as const, id: stay.id },
        patientId: stay.patientId,
        revision: stay.revision,
        text: reason,
        facts: { wardId: stay.wardId, bed: stay.bed },
        state: stay,
      })),
    );
  }
}

function pastStay(
  { patientId, pathway, entry, admittedAt, dischargedAt, destination }: PastStay,
  of: { readonly wardId: WardId; readonly bed: number; readonly command: Command; readonly context: CommandContext },
): Stay {
  const by = { id: of.context.by.id, name: of.context.by.name };
  return {
    id: StayId.parse(randomUUID()),
    patientId,
    wardId: of.wardId,
    bed: of.bed,
    pathway,
    entry: entry ?? null,
    referralId: null,
    state: 'discharged',
    admittedAt: instant(Date.parse(admittedAt)),
    admittedBy: by,
    overCapacityReason: null,
    expectedDischargeDate: null,
    leave: null,
    dischargedAt: instant(Date.parse(dischargedAt)),
    dischargedBy: by,
    dischargeReason: null,
    dischargeDestination: destination ?? null,
    cancelled: null,
    reinstated: null,
    responsible: null,
    revision: 1,
  };
}
