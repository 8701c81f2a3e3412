import { Inject, Injectable } from '@nestjs/common';
import { homewardItself, type Instant, instant, type PatientId } from '#libs/contracts';
import type { Timers } from '#libs/timers';
import { CommandsService } from '../../commands/commands.service.ts';
import { DevicesService } from '../../devices/devices/devices.service.ts';
import { TIMERS } from '../../parts.module.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { QuarantineService } from '../../record/quarantine/quarantine.service.ts';
import { DeviceTasksService } from '../tasks/device-tasks.service.ts';
import { DeviceAlertsService } from '../technical-alerts/device-alerts.service.ts';
import { arrivalsThatAgree, correctableAheadSeconds } from '../../devices/devices/clock-skew.ts';
import { type DeviceRefusals, isBeingRefused } from '../../devices/devices/refusals.ts';

const lookEveryMilliseconds = 30_000;
const lookBackMs = 6 * 3_600_000;

/**
 * Notices devices whose messages are refused one after the other: a technical alert for each, and a task for the patient on a
 * ward who has it, within minutes and long before their silence is noticed. Both are over once something of the device is
 * taken again. One replica looks at a time.
 */
@Injectable()
export class RefusedDevicesService {
  constructor(
    @Inject(TIMERS) timers: Timers,
    private readonly commands: CommandsService,
    private readonly quarantine: QuarantineService,
    private readonly chart: ChartService,
    private readonly devices: DevicesService,
    private readonly tasks: DeviceTasksService,
    private readonly alerts: DeviceAlertsService,
  ) {
    timers.repeat({
      kind: 'refused-devices',
      everyMilliseconds: lookEveryMilliseconds,
      work: (now) => this.review(now),
    });
  }

  /** Raises and ends what the refusals of now ask for. */
  async review(now: Date): Promise<void> {
    const refused = (await this.#refusals(now)).filter((one) => isBeingRefused(one, now));
    await this.commands.execute('review-refused-devices', { by: homewardItself }, async (command) => {
      await this.tasks.follow(command, refused);
      await this.alerts.follow(command, refused);
    });
  }

  /** What was refused of each device since something of it was last taken; none where nothing was. */
  async #refusals(now: Date): Promise<readonly DeviceRefusals[]> {
    const since = instant(now.getTime() - lookBackMs);
    const open = await this.alerts.openSince();
    const deviceIds = [...new Set([...(await this.quarantine.devicesRefusedSince(since)), ...open.keys()])];
    const holders = await this.devices.holdersOfDevices(deviceIds);
    const held = [...holders].map(([deviceId, patientId]) => ({ deviceId, patientId }));
    // Any text may have been sent for an id of a device.
    const taken: ReadonlyMap<string, Instant> = await this.chart.lastReceivedFrom(held);
    const holderOf: ReadonlyMap<string, PatientId> = holders;
    const after = deviceIds.map((deviceId) => {
      const [last, patientId] = [taken.get(deviceId), holderOf.get(deviceId)];
      // What a patient's device is being refused for is over when something of it is taken, and not when it falls silent.
      const raisedAt = patientId === undefined ? undefined : open.get(deviceId);
      const from = raisedAt === undefined ? since : instant(Date.parse(raisedAt) - lookBackMs);
      return { deviceId, after: last === undefined || last < from ? from : last };
    });
    const refusals = await this.quarantine.refusalsAfter(after);
    const newest = await this.quarantine.newestOf(deviceIds, arrivalsThatAgree);
    return refusals.map((one) => ({
      ...one,
      patientId: holderOf.get(one.deviceId) ?? null,
      aheadSeconds: correctableAheadSeconds(newest.get(one.deviceId) ?? []),
    }));
  }
}
