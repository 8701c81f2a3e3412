import { Inject, Injectable } from '@nestjs/common';
import { type DeviceId, derivedId, EventId, type Instant, instant, type TechnicalAlert } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import type { Command } from '../../commands/commands.service.ts';
import { LOGGER } from '../../parts.module.ts';
import { TechnicalAlertsStore } from './technical-alerts.store.ts';

const kind = 'devices-disagree';

/** Two devices, by their ids in order, and since when they disagree, in words. */
interface PairApart {
  readonly subject: string;
  readonly since: Instant;
  readonly words: string;
}

/** Raises one technical alert for each two devices that disagree, and resolves it when they agree or one is taken back. */
@Injectable()
export class PairAlertsService {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly alerts: TechnicalAlertsStore,
  ) {}

  /** Says of one that is open what is known by now. */
  async raise(command: Command, { subject, since, words }: PairApart): Promise<void> {
    const known = (await this.alerts.open(command.client, kind)).find(({ subjectId }) => subjectId === subject);
    if (known?.words === words) return;
    const id = known?.id ?? EventId.parse(derivedId('technical-alert', kind, subject, since));
    if (known === undefined) {
      const alert: TechnicalAlert = {
        id,
        kind,
        subjectId: subject,
        raisedAt: instant(command.at),
        resolvedAt: null,
        words,
      };
      if (!(await this.alerts.raise(command.client, alert))) return;
      this.logger.warn({ event: 'technical-alert-raised', technicalAlertId: id, kind, devices: subject }, words);
    } else await this.alerts.reword(command.client, id, words);
    command.changed({ kind: 'technical-alert', technicalAlertId: id });
  }

  /** Those about a device that do not name a pair which still disagrees. */
  async resolveAbout(
    command: Command,
    devices: readonly DeviceId[],
    { except = [], because }: { readonly except?: readonly string[]; readonly because: string },
  ): Promise<void> {
    const open = await this.alerts.open(command.client, kind);
    for (const { id, subjectId, words } of open) {
      const isAbout = subjectId?.split(' ').some((device) => devices.some((one) => one === device)) ?? false;
      if (!isAbout || subjectId === null || except.includes(subjectId)) continue;
      const over = { at: command.at, words: `${words} ${because}` };
      await this.alerts.resolve(command.client, { kind, subjectId }, over);
      command.changed({ kind: 'technical-alert', technicalAlertId: id });
      this.logger.info({ event: 'technical-alert-resolved', technicalAlertId: id, kind, devices: subjectId }, words);
    }
  }
}
