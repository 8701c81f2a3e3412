import { Inject, Injectable } from '@nestjs/common';
import { DeviceId, homewardItself, instant, type PatientId, type TechnicalAlert } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import type { Timers } from '#libs/timers';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import { DevicesService } from '../../devices/devices/devices.service.ts';
import { LOGGER, TIMERS } from '../../parts.module.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { QuarantineService } from '../../record/quarantine/quarantine.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { TaskWriter } from '../tasks/task-writer.service.ts';
import { TasksStore } from '../tasks/tasks.store.ts';
import { TechnicalAlertsStore } from '../technical-alerts/technical-alerts.store.ts';
import {
  type DeviceRefusals,
  isBeingRefused,
  refusedAlertId,
  refusedTask,
  refusedWords,
  takenAgainWords,
} from './refused-device.ts';

const kind = 'device-refused';
const lookEveryMilliseconds = 30_000;
const lookBackMs = 6 * 3_600_000;

/**
 * Notices devices whose messages are refused one after the other: a technical alert for each, and a task for the patient on a
 * ward who has it, within minutes and long before their silence is noticed. Both are over once something of the device is
 * taken again. One replica looks at a time.
 */
@Injectable()
export class RefusedDevicesService {
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    @Inject(TIMERS) timers: Timers,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly commands: CommandsService,
    private readonly quarantine: QuarantineService,
    private readonly chart: ChartService,
    private readonly devices: DevicesService,
    private readonly stays: StaysService,
    private readonly tasks: TasksStore,
    private readonly writer: TaskWriter,
    private readonly alerts: TechnicalAlertsStore,
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
      await this.#followTasks(command, refused);
      await this.#followAlerts(command, refused);
    });
  }

  /** What was refused of each device since something of it was last taken; none where nothing was. */
  async #refusals(now: Date): Promise<readonly DeviceRefusals[]> {
    const since = instant(now.getTime() - lookBackMs);
    const open = await this.alerts.openSince(kind);
    const deviceIds = [...new Set([...(await this.quarantine.devicesRefusedSince(since)), ...open.keys()])];
    const holders = await this.devices.holdersOfDevices(deviceIds);
    const held = [...holders].map(([deviceId, patientId]) => ({ deviceId, patientId }));
    const taken = await this.chart.lastReceivedFrom(held);
    const after = deviceIds.map((deviceId) => {
      // Any text may have been sent; only the id of a device has a reading.
      const [last, patientId] = [taken.get(deviceId as DeviceId), holders.get(deviceId as DeviceId)];
      // What a patient's device is being refused for is over when something of it is taken, and not when it falls silent.
      const raisedAt = patientId === undefined ? undefined : open.get(deviceId);
      const from = raisedAt === undefined ? since : instant(Date.parse(raisedAt) - lookBackMs);
      return { deviceId, after: last === undefined || last < from ? from : last };
    });
    const refusals = await this.quarantine.refusalsAfter(after);
    return refusals.map((one) => ({ ...one, patientId: holders.get(one.deviceId as DeviceId) ?? null }));
  }

  async #followTasks(command: Command, refused: readonly DeviceRefusals[]): Promise<void> {
    const patientIds = refused.flatMap(({ patientId }) => patientId ?? []);
    const open = await this.tasks.openOfKind(command.client, kind);
    const concerned = new Set<PatientId>([...patientIds, ...open.map(({ patientId }) => patientId)]);
    if (concerned.size === 0) return;
    const stays = await this.stays.lockOpen(command.client, [...concerned].toSorted());
    const wanted = new Set<string>();
    for (const one of refused.toSorted((a, b) => (a.deviceId < b.deviceId ? -1 : 1))) {
      const { patientId } = one;
      const stay = patientId === null ? undefined : stays.get(patientId);
      if (patientId === null || stay === undefined) continue;
      wanted.add(`${stay.id} ${one.deviceId}`);
      const isOpen = open.some(({ stayId, subject }) => stayId === stay.id && subject === one.deviceId);
      if (!isOpen) await this.writer.schedule(command, refusedTask(one, { id: stay.id, patientId }));
    }
    const ended = open.filter(({ stayId, subject }) => !wanted.has(`${stayId} ${subject}`));
    const locked = await this.tasks.lockMany(
      command.client,
      ended.map(({ id }) => id),
    );
    for (const task of locked.values()) {
      if (task.state !== 'open') continue;
      const outcome = 'Nothing that the device sends is refused any more.';
      await this.writer.close(command, task, { state: 'cancelled', outcome, undoableUntil: null });
    }
  }

  async #followAlerts(command: Command, refused: readonly DeviceRefusals[]): Promise<void> {
    const open = new Map((await this.alerts.open(command.client, kind)).map((alert) => [alert.subjectId, alert]));
    for (const one of refused) {
      const { deviceId, firstAt } = one;
      const known = open.get(deviceId);
      open.delete(deviceId);
      if (known !== undefined) continue;
      const [id, words] = [refusedAlertId(deviceId, firstAt), refusedWords(one)];
      const raisedAt = instant(command.at);
      const alert: TechnicalAlert = { id, kind, subjectId: deviceId, raisedAt, resolvedAt: null, words };
      if (!(await this.alerts.raise(command.client, alert))) continue;
      command.changed({ kind: 'technical-alert', technicalAlertId: id });
      this.logger.warn({ event: 'technical-alert-raised', technicalAlertId: id, kind, deviceId }, words);
    }
    for (const { id, subjectId, words } of open.values()) {
      await this.alerts.resolve(command.client, { kind, subjectId }, { at: command.at, words: takenAgainWords(words) });
      command.changed({ kind: 'technical-alert', technicalAlertId: id });
      this.logger.info({ event: 'technical-alert-resolved', technicalAlertId: id, kind, deviceId: subjectId }, words);
    }
  }
}
