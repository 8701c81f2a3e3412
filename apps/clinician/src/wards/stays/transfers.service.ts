import { Injectable } from '@nestjs/common';
import type { Person, Stay, StayId, SwappedStays, SwapStays, TransferStay } from '#libs/contracts';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { BedsService, type LockedBeds } from '../beds/beds.service.ts';
import { type BedOfStay, PlacementsStore } from '../placements.store.ts';
import { WardNotFoundError } from '../wards/ward-errors.ts';
import { AlreadyOnWardError, StayNotFoundError } from './stay-errors.ts';
import { StayWriter } from './stay-writer.service.ts';
import { StaysService } from './stays.service.ts';

/** Moves patients to other beds: all of what is asked, or nothing. Everything that belongs to a stay goes with it. */
@Injectable()
export class TransfersService {
  constructor(
    private readonly commands: CommandsService,
    private readonly stays: StaysService,
    private readonly writer: StayWriter,
    private readonly placements: PlacementsStore,
    private readonly beds: BedsService,
  ) {}

  /**
   * Gives the patient a bed on another ward.
   *
   * @throws StayNotFoundError
   * @throws WardNotFoundError
   * @throws ChangedMeanwhileError
   * @throws StayAlreadyDischargedError
   * @throws AlreadyOnWardError
   * @throws PathwayNotOfferedError
   * @throws WardClosedError
   * @throws WardFullError
   * @throws OverCapacityNotPermittedError
   */
  async transfer(id: StayId, asked: TransferStay, context: CommandContext<Person>): Promise<Stay> {
    const { wardId, reason, overCapacityReason } = asked;
    return this.commands.execute('transfer', context, async (command) => {
      await this.writer.lockPatientsOf(command, [id]);
      const beds = (await this.beds.lock(command, [wardId])).get(wardId);
      if (beds === undefined) throw new WardNotFoundError(wardId);
      const before = await this.stays.lock(command, id);
      if (before.wardId === wardId) throw new AlreadyOnWardError(id, wardId);
      const { pathway } = before;
      const bed = { by: context.by, pathway, referralId: null, overCapacityReason };
      const overCapacity = await this.beds.allot(command, beds, bed);
      const { client, at: from, by } = command;
      const placing = async (): Promise<BedOfStay> => {
        await this.placements.close(client, [id], from);
        const given = { wardId, overCapacityReason: overCapacity };
        const { patientId } = before;
        return {
          ...given,
          bed: await this.placements.open(client, { ...given, stayId: id, patientId, from, by, reason }),
        };
      };
      const text = `Transferred to ${beds.ward.name}: ${reason}`;
      const record = { ...before, revision: before.revision + 1 };
      return this.writer.change(command, { before, record, change: 'transferred', placing, text });
    });
  }

  /**
   * Two patients exchange their beds, on one ward or on two. No ward has more patients for it, so a bed beyond capacity stays
   * one.
   *
   * @throws StayNotFoundError
   * @throws ChangedMeanwhileError
   * @throws StayAlreadyDischargedError
   * @throws PathwayNotOfferedError
   */
  async swap({ stayIds, reason, ifRevisions = {} }: SwapStays, context: CommandContext): Promise<SwappedStays> {
    const expectedRevisions = new Map(stayIds.flatMap((id) => given(id, ifRevisions[id])));
    return this.commands.execute('swap-stays', { ...context, expectedRevisions }, async (command) => {
      const [oneId, otherId] = stayIds;
      await this.writer.lockPatientsOf(command, stayIds);
      const wardIds = await this.stays.wardsOf(stayIds, command.client);
      const wards = await this.beds.lock(command, [...new Set(wardIds.values())]);
      // In order of id, as everywhere.
      const locked = new Map<StayId, Stay>();
      for (const id of stayIds.toSorted()) locked.set(id, await this.stays.lock(command, id));
      const [one, other] = [locked.get(oneId), locked.get(otherId)];
      if (one === undefined) throw new StayNotFoundError(oneId);
      if (other === undefined) throw new StayNotFoundError(otherId);
      this.beds.assertOffered(bedsOn(wards, other), one.pathway);
      this.beds.assertOffered(bedsOn(wards, one), other.pathway);
      await this.placements.close(command.client, stayIds, command.at);
      const moved = await this.#moveToBedOf(command, one, { left: other, wards, reason });
      const movedOther = await this.#moveToBedOf(command, other, { left: one, wards, reason });
      return { stays: [moved, movedOther] };
    });
  }

  /** @param left the stay whose bed it is until now, as it was. */
  async #moveToBedOf(
    command: Command,
    before: Stay,
    { left, wards, reason }: { readonly left: Stay; readonly wards: Wards; readonly reason: string },
  ): Promise<Stay> {
    const { client, at: from, by } = command;
    const { wardId, bed, overCapacityReason } = left;
    const taken = { wardId, bed, overCapacityReason };
    const { id: stayId, patientId } = before;
    const placement = { ...taken, stayId, patientId, from, by, reason, swappedWith: left.id };
    return this.writer.change(command, {
      before,
      record: { ...before, revision: before.revision + 1 },
      change: 'transferred',
      placing: async () => ({ ...taken, bed: await this.placements.open(client, placement) }),
      text: `Exchanged beds with another patient, to ${bedsOn(wards, left).ward.name}, bed ${String(bed)}: ${reason}`,
    });
  }
}

const given = (id: StayId, revision: number | undefined): readonly (readonly [StayId, number])[] =>
  revision === undefined ? [] : [[id, revision]];

type Wards = ReadonlyMap<Stay['wardId'], LockedBeds>;

function bedsOn(wards: Wards, { wardId }: Pick<Stay, 'wardId'>): LockedBeds {
  const beds = wards.get(wardId);
  if (beds === undefined) throw new WardNotFoundError(wardId);
  return beds;
}
