import { Inject, Injectable } from '@nestjs/common';
import { homewardItself, instant, PatientId, type TechnicalAlert } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import type { Timers } from '#libs/timers';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import { LOGGER, TIMERS } from '../../parts.module.ts';
import type { CallForHelp } from '../../record/chart/call-for-help.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { callAlert, callAlertOver } from './call-alert.ts';
import { TechnicalAlertsStore } from './technical-alerts.store.ts';

const kind = 'call-without-stay';
const lookEveryMilliseconds = 30_000;

/**
 * A call for help of a person who has a device and has never been on a ward has neither an alert nor a ward that could have a
 * task: a technical alert says so to all. It ends by itself once they are admitted, or after a day.
 */
@Injectable()
export class CallAlertsService {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(TIMERS) timers: Timers,
    private readonly commands: CommandsService,
    private readonly stays: StaysService,
    private readonly alerts: TechnicalAlertsStore,
  ) {
    timers.repeat({ kind: 'calls-without-stay', everyMilliseconds: lookEveryMilliseconds, work: () => this.#review() });
  }

  /** Part of a command. While one of a person is open, another call of theirs adds nothing. */
  async raise(command: Command, call: CallForHelp): Promise<void> {
    const alert = callAlert(call, command.at);
    if (!(await this.alerts.raise(command.client, alert))) return;
    command.changed({ kind: 'technical-alert', technicalAlertId: alert.id });
    this.logger.warn({ event: 'technical-alert-raised', technicalAlertId: alert.id, kind }, 'A call without a stay');
  }

  async #review(): Promise<void> {
    const open = await this.alerts.openSince(kind);
    if (open.size === 0) return;
    const patientIds = [...open.keys()].map((subject) => PatientId.parse(subject));
    const admitted = await this.stays.openOf(patientIds);
    await this.commands.execute('review-calls-without-stay', { by: homewardItself }, async (command) => {
      for (const alert of await this.alerts.open(command.client, kind)) {
        const isAdmitted = patientIds.some((id) => id === alert.subjectId && admitted.has(id));
        await this.#end(command, alert, callAlertOver(alert, { isAdmitted, at: instant(command.at) }));
      }
    });
  }

  async #end(command: Command, { id, subjectId }: TechnicalAlert, words: string | undefined): Promise<void> {
    if (words === undefined) return;
    await this.alerts.resolve(command.client, { kind, subjectId }, { at: command.at, words });
    command.changed({ kind: 'technical-alert', technicalAlertId: id });
    this.logger.info(
      { event: 'technical-alert-resolved', technicalAlertId: id, kind },
      'A call without a stay is over',
    );
  }
}
