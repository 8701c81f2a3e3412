import { Injectable } from '@nestjs/common';
import {
  type CorrectClock,
  type Device,
  type DeviceHolding,
  type DeviceId,
  instant,
  type Instant,
  type IssueDevice,
  type NewDevice,
  offsetInWords,
  type PatientId,
  type TrustClock,
} from '#libs/contracts';
import type { PoolClient } from 'pg';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import { Hook } from '../../commands/hook.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { QuarantineService } from '../../record/quarantine/quarantine.service.ts';
import { GatewaysService } from '../gateways/gateways.service.ts';
import { arrivalsThatAgree, correctableAheadSeconds, isSameOffset } from './clock-skew.ts';
import {
  ClockNotSteadyError,
  DeviceAlreadyRegisteredError,
  DeviceNotFoundError,
  DeviceNotHeldError,
} from './device-errors.ts';
import type { CorrectedClock } from './corrected-clock.ts';
import { type CarriedHolding, DevicesStore, type DeviceWithRevision } from './devices.store.ts';
import { decideIssue, decideRecovery } from './holdings.ts';

/**
 * Knows the devices and who had each when. Every change is staged for the log in its own transaction and on the log when
 * the answer goes out, so a reading sent after the answer finds its device; holdings of a device never overlap.
 */
@Injectable()
export class DevicesService {
  /** Runs within the transaction of a recovery. */
  readonly recovered = new Hook<{ readonly deviceId: DeviceId; readonly patientId: PatientId }>();

  constructor(
    private readonly commands: CommandsService,
    private readonly store: DevicesStore,
    private readonly gateways: GatewaysService,
    private readonly patients: PatientsService,
    private readonly quarantine: QuarantineService,
  ) {}

  /**
   * @throws GatewayNotFoundError
   * @throws DeviceAlreadyRegisteredError
   */
  async register(device: NewDevice, context: CommandContext): Promise<Device> {
    const { deviceId, gatewayId } = device;
    await this.gateways.assertExists(gatewayId);
    return this.commands.execute('register-device', context, async (command) => {
      const isNew = await this.store.add(command.entities, device, command.at);
      const registered = await this.#lock(command, deviceId);
      if (!isNew) throw new DeviceAlreadyRegisteredError(deviceId, registered.device.gatewayId);
      await publish(command, registered);
      command.changed({ kind: 'device', deviceId });
      const subject = { kind: 'device', id: deviceId } as const;
      command.audit({ subject, text: 'The device was registered.', facts: { gatewayId } });
      return registered.device;
    });
  }

  /**
   * Gives the device to a patient; nothing changes when it is with that patient already.
   *
   * @throws DeviceNotFoundError
   * @throws PatientNotFoundError
   * @throws DeviceHeldError
   * @throws DeviceIssuedInFutureError
   * @throws BackdatingNeedsReasonError
   */
  async issue(id: DeviceId, issue: IssueDevice, context: CommandContext): Promise<Device> {
    await this.patients.assertExists(issue.patientId);
    return this.commands.execute('issue-device', context, async (command) => {
      // Before the device, as an admission does.
      await this.patients.lock(command.client, issue.patientId);
      return this.issueWithin(command, id, issue);
    });
  }

  /**
   * Part of a command about a patient who exists: gives them the device.
   *
   * @throws DeviceNotFoundError
   * @throws DeviceHeldError
   * @throws DeviceIssuedInFutureError
   * @throws BackdatingNeedsReasonError
   */
  async issueWithin(command: Command, id: DeviceId, { patientId, issuedAt, reason }: IssueDevice): Promise<Device> {
    const { device } = await this.#lock(command, id);
    const now = instant(command.at);
    const from = issuedAt === undefined ? now : instant(Date.parse(issuedAt));
    const decision = decideIssue(device, { patientId, from, reason, now });
    if (decision.change === 'none') return device;
    const { holding } = decision;
    await this.store.begin(command.entities, id, { holding, by: command.by, at: command.at, reason });
    command.audit({
      subject: { kind: 'device', id },
      patientId,
      text: reason === undefined ? 'The device was issued.' : `The device was issued as of ${holding.from}: ${reason}`,
      facts: { patientId, from: holding.from },
    });
    command.changed({ kind: 'device', deviceId: id });
    return this.#revise(command, id);
  }

  /**
   * Takes the device back from the patient who has it.
   *
   * @throws DeviceNotFoundError
   * @throws DeviceNotHeldError
   */
  async recover(id: DeviceId, context: CommandContext): Promise<Device> {
    return this.commands.execute('recover-device', context, async (command) => {
      const { device } = await this.#lock(command, id);
      const { patientId, until } = decideRecovery(device, instant(command.at));
      await this.store.end(command.entities, id, { until, recoveredBy: command.by });
      const subject = { kind: 'device', id } as const;
      command.audit({ subject, patientId, text: 'The device was recovered.', facts: { patientId } });
      command.changed({ kind: 'device', deviceId: id });
      await this.recovered.run(command, { deviceId: id, patientId });
      return this.#revise(command, id);
    });
  }

  /**
   * Has the times of the device put back from now on, for as long as the patient has it and its clock is as it is.
   *
   * @throws DeviceNotFoundError
   * @throws DeviceNotHeldError
   * @throws ClockNotSteadyError
   */
  async correctClock(id: DeviceId, { aheadSeconds, reason }: CorrectClock, context: CommandContext): Promise<Device> {
    return this.commands.execute('correct-device-clock', context, async (command) => {
      const { device } = await this.#lock(command, id);
      const { patientId } = device;
      if (patientId === null) throw new DeviceNotHeldError(id);
      const steady = await this.clockAheadSeconds(id);
      if (steady === null || !isSameOffset(steady, aheadSeconds)) throw new ClockNotSteadyError(id, steady);
      const decided = { decidedBy: command.by, reason, from: instant(command.at) };
      await this.store.correctClock(command.entities, id, { aheadSeconds: steady, ...decided });
      const text = `Its clock is ${offsetInWords(steady)} ahead, and its times are put back by that from now on: ${reason}`;
      return this.#changeClock(command, { id, patientId, text });
    });
  }

  /**
   * Has the times of the device count as it says them; nothing changes where they do.
   *
   * @throws DeviceNotFoundError
   */
  async trustClock(id: DeviceId, { reason }: TrustClock, context: CommandContext): Promise<Device> {
    return this.commands.execute('trust-device-clock', context, async (command) => {
      const { device } = await this.trustClockWithin(command, id, reason);
      return device;
    });
  }

  /** Part of a command: the device, and whether its times had been put back until now. @throws DeviceNotFoundError */
  async trustClockWithin(
    command: Command,
    id: DeviceId,
    reason: string,
  ): Promise<{ readonly change: 'trusted' | 'nothing'; readonly device: Device }> {
    const { device } = await this.#lock(command, id);
    if (device.clockCorrection === null) return { change: 'nothing', device };
    await this.store.correctClock(command.entities, id, null);
    const text = `Its times count as it says them from now on: ${reason}`;
    return { change: 'trusted', device: await this.#changeClock(command, { id, patientId: device.patientId, text }) };
  }

  /** By how many seconds the clock of the device is ahead, steadily; null where that is not known, or not to be corrected. */
  async clockAheadSeconds(id: string): Promise<number | null> {
    const newest = await this.quarantine.newestOf([id], arrivalsThatAgree);
    return correctableAheadSeconds(newest.get(id) ?? []);
  }

  /** Every clock that is corrected now. */
  async correctedClocks(): Promise<readonly CorrectedClock[]> {
    return this.store.correctedClocks();
  }

  /**
   * Part of a merge, or of undoing one, with both patients locked: whatever the one had, and has, the other did.
   *
   * @param ids of the holdings, where only these go.
   * @returns the holdings that went.
   */
  async carryHoldings(
    command: Command,
    { from, to, ids }: { readonly from: PatientId; readonly to: PatientId; readonly ids?: readonly string[] },
  ): Promise<readonly CarriedHolding[]> {
    const deviceIds = await this.store.devicesEverHeldBy(command.client, from);
    for (const id of deviceIds) await this.#lock(command, id);
    const carried = await this.store.carryHoldings(command.client, { from, to, ids });
    for (const id of new Set(carried.map(({ deviceId }) => deviceId))) {
      await this.#revise(command, id);
      command.changed({ kind: 'device', deviceId: id });
    }
    return carried;
  }

  /** Who has each of the devices now, whatever ids are asked for; those that no patient has are left out. */
  async holdersOfDevices(ids: readonly string[]): Promise<ReadonlyMap<DeviceId, PatientId>> {
    return ids.length === 0 ? new Map() : this.store.holdersOfDevices(ids);
  }

  /** The ids of the devices that patients have; with `asOf`, of those they had then, as was known then. */
  async heldBy(
    patientIds: readonly PatientId[],
    { asOf, client }: { readonly asOf?: Instant | undefined; readonly client?: PoolClient } = {},
  ): Promise<ReadonlyMap<PatientId, readonly DeviceId[]>> {
    return this.store.heldBy(patientIds, asOf, client);
  }

  /** The patients who now have a device whose id begins so, in capitals or not. */
  async holdersOf(idPrefix: string): Promise<readonly PatientId[]> {
    return this.store.holdersOf(idPrefix);
  }

  /** When the patient had the device, oldest first; nothing for an id that no device has. */
  async holdingsBy(patientId: PatientId, deviceId: string): Promise<readonly DeviceHolding[]> {
    return this.store.holdingsBy(patientId, deviceId);
  }

  async #changeClock(
    command: Command,
    { id, patientId, text }: { readonly id: DeviceId; readonly patientId: PatientId | null; readonly text: string },
  ): Promise<Device> {
    command.audit({
      subject: { kind: 'device', id },
      ...(patientId !== null && { patientId }),
      text,
      facts: {},
    });
    command.changed({ kind: 'device', deviceId: id });
    return this.#revise(command, id);
  }

  async #lock({ entities }: Command, id: DeviceId): Promise<DeviceWithRevision> {
    const known = await this.store.lock(entities, id);
    if (known === undefined) throw new DeviceNotFoundError(id);
    return known;
  }

  /** Sends the device as it is now to the other services. */
  async #revise(command: Command, id: DeviceId): Promise<Device> {
    const revised = await this.store.revise(command.entities, id);
    if (revised === undefined) throw new DeviceNotFoundError(id);
    await publish(command, revised);
    return revised.device;
  }
}

async function publish(command: Command, { device, revision }: DeviceWithRevision): Promise<void> {
  const { deviceId, gatewayId, kind, holdings } = device;
  const { aheadSeconds, from } = device.clockCorrection ?? {};
  const clockCorrection = aheadSeconds === undefined || from === undefined ? null : { aheadSeconds, from };
  await command.publish('devices', deviceId, { deviceId, gatewayId, kind, revision, holdings, clockCorrection });
}
