import { Inject, Injectable } from '@nestjs/common';
import { homewardItself, instant, type TechnicalAlert } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import type { Timers } from '#libs/timers';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import { NotificationsService } from '../../notifications/notifications/notifications.service.ts';
import { type DatabaseDisk, DISK, LOGGER, TIMERS } from '../../parts.module.ts';
import { referenceTo } from '../../staff/people/staff-record.ts';
import { StaffService } from '../../staff/people/staff.service.ts';
import { diskAlertId, diskAlertOverWords, diskAlertWords } from './disk-alert.ts';
import { TechnicalAlertsStore } from './technical-alerts.store.ts';

const kind = 'disk-nearly-full';
const lookEveryMilliseconds = 10_000;

/**
 * Notifies operations while the disk of the database is nearly full, which they can be only before it is full. One replica looks
 * at a time; all of them see the same disk.
 */
@Injectable()
export class DiskAlertsService {
  constructor(
    @Inject(TIMERS) timers: Timers,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(DISK) private readonly disk: DatabaseDisk,
    private readonly commands: CommandsService,
    private readonly store: TechnicalAlertsStore,
    private readonly staff: StaffService,
    private readonly notifications: NotificationsService,
  ) {
    timers.repeat({ kind: 'disk-alerts', everyMilliseconds: lookEveryMilliseconds, work: () => this.review() });
  }

  /** Raises or resolves the alert by how much room there is now. */
  async review(): Promise<void> {
    const space = this.disk.databaseNearlyFull;
    await this.commands.execute('review-disk-alert', { by: homewardItself }, async (command) => {
      const [open] = await this.store.open(command.client, kind);
      if (space !== undefined && open === undefined) await this.#raise(command, diskAlertWords(space));
      if (space === undefined && open !== undefined) await this.#resolve(command, open);
    });
  }

  async #raise(command: Command, words: string): Promise<void> {
    const raisedAt = instant(command.at);
    const id = diskAlertId(raisedAt);
    const alert: TechnicalAlert = { id, kind, subjectId: null, raisedAt, resolvedAt: null, words };
    if (!(await this.store.raise(command.client, alert))) return;
    command.changed({ kind: 'technical-alert', technicalAlertId: id });
    const operations = await this.staff.withRole(command.client, 'operations', null);
    const message = { title: 'Disk: the database runs out of room', body: words };
    await this.notifications.notifyOfTechnical(
      command,
      operations.map((person) => ({ technicalAlertId: id, person: referenceTo(person), words: message })),
    );
    this.logger.warn({ event: 'technical-alert-raised', technicalAlertId: id, kind }, words);
  }

  async #resolve(command: Command, { id, words }: TechnicalAlert): Promise<void> {
    const over = diskAlertOverWords(words, instant(command.at));
    await this.store.resolve(command.client, { kind, subjectId: null }, { at: command.at, words: over });
    await this.notifications.supersedeTechnical(command, [id]);
    command.changed({ kind: 'technical-alert', technicalAlertId: id });
    this.logger.info({ event: 'technical-alert-resolved', technicalAlertId: id, kind }, over);
  }
}
