import { Inject, Injectable } from '@nestjs/common';
import { type Instant, instant, type TechnicalAlert } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import type { Command } from '../../commands/commands.service.ts';
import { LOGGER } from '../../parts.module.ts';
import { type DeviceRefusals, refusedWords, saysOfClock } from '../../devices/devices/refusals.ts';
import { refusedAlertId, takenAgainWords } from './refused-alert.ts';
import { TechnicalAlertsStore } from './technical-alerts.store.ts';

const kind = 'device-refused';

/** Raises one technical alert for each device that is refused, whether a patient has it or not, and resolves it afterwards. */
@Injectable()
export class DeviceAlertsService {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly alerts: TechnicalAlertsStore,
  ) {}

  /** When each that is open was raised, by device. */
  async openSince(): Promise<ReadonlyMap<string, Instant>> {
    return this.alerts.openSince(kind);
  }

  /** @param refused every device that is being refused now: the alerts about others are over. */
  async follow(command: Command, refused: readonly DeviceRefusals[]): Promise<void> {
    const open = new Map((await this.alerts.open(command.client, kind)).map((alert) => [alert.subjectId, alert]));
    for (const one of refused) {
      const { deviceId, firstAt } = one;
      const known = open.get(deviceId);
      open.delete(deviceId);
      const words = refusedWords(one);
      if (known !== undefined) {
        if (!saysOfClock(known.words, one)) await this.#reword(command, known, words);
        continue;
      }
      const id = refusedAlertId(deviceId, firstAt);
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

  async #reword(command: Command, { id }: TechnicalAlert, words: string): Promise<void> {
    await this.alerts.reword(command.client, id, words);
    command.changed({ kind: 'technical-alert', technicalAlertId: id });
  }
}
