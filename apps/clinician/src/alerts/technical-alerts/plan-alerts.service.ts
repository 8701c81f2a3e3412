import { Inject, Injectable } from '@nestjs/common';
import { homewardItself, instant, type PlanNotFollowed, type TechnicalAlert, type WardId } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import type { Timers } from '#libs/timers';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import { NotificationsService } from '../../notifications/notifications/notifications.service.ts';
import { LOGGER, TIMERS } from '../../parts.module.ts';
import { PlansNotFollowedService } from '../../plans/plans/plans-not-followed.service.ts';
import { referenceTo } from '../../staff/people/staff-record.ts';
import { StaffService } from '../../staff/people/staff.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';
import { planAlertId, planAlertOverWords, planAlertWords } from './plan-alert.ts';
import { TechnicalAlertsStore } from './technical-alerts.store.ts';

const kind = 'plan-not-followed';
const lookEveryMilliseconds = 30_000;

/**
 * Notifies operations when readings of patients on a ward are scored by older plans than those on the charts, one technical
 * alert a ward, and takes that back once none is. One replica looks at a time. Gap: further patients of a ward on which it is
 * raised are on the board, and are not notified of again.
 */
@Injectable()
export class PlanAlertsService {
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    @Inject(TIMERS) timers: Timers,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly commands: CommandsService,
    private readonly stays: StaysService,
    private readonly wards: WardsService,
    private readonly plans: PlansNotFollowedService,
    private readonly store: TechnicalAlertsStore,
    private readonly staff: StaffService,
    private readonly notifications: NotificationsService,
  ) {
    timers.repeat({ kind: 'plan-alerts', everyMilliseconds: lookEveryMilliseconds, work: () => this.review() });
  }

  /** Raises and resolves what the plans of now ask for. */
  async review(): Promise<void> {
    const notFollowed = await this.#byWard();
    await this.commands.execute('review-plan-alerts', { by: homewardItself }, async (command) => {
      const open = new Map((await this.store.open(command.client, kind)).map((alert) => [alert.subjectId, alert]));
      const wards = await this.wards.getMany([...notFollowed.keys()]);
      for (const [wardId, plans] of notFollowed) {
        if (!open.delete(wardId))
          await this.#raise(command, wardId, planAlertWords(wards.get(wardId)?.name ?? '', plans));
      }
      for (const alert of open.values()) await this.#resolve(command, alert);
    });
  }

  async #byWard(): Promise<ReadonlyMap<WardId, readonly PlanNotFollowed[]>> {
    const wardOf = new Map((await this.stays.allOpen()).map(({ patientId, wardId }) => [patientId, wardId]));
    const byWard = new Map<WardId, PlanNotFollowed[]>();
    for (const [patientId, plan] of await this.plans.of([...wardOf.keys()])) {
      const wardId = wardOf.get(patientId);
      if (wardId !== undefined) byWard.set(wardId, [...(byWard.get(wardId) ?? []), plan]);
    }
    return byWard;
  }

  async #raise(command: Command, wardId: WardId, words: string): Promise<void> {
    const raisedAt = instant(command.at);
    const id = planAlertId(wardId, raisedAt);
    const alert: TechnicalAlert = { id, kind, subjectId: wardId, raisedAt, resolvedAt: null, words };
    if (!(await this.store.raise(command.client, alert))) return;
    command.changed({ kind: 'technical-alert', technicalAlertId: id });
    const operations = await this.staff.withRole(command.client, 'operations', null);
    const message = { title: 'Plans: changes are not in force', body: words };
    await this.notifications.notifyOfTechnical(
      command,
      operations.map((person) => ({ technicalAlertId: id, person: referenceTo(person), words: message })),
    );
    this.logger.warn({ event: 'technical-alert-raised', technicalAlertId: id, kind, wardId }, words);
  }

  async #resolve(command: Command, { id, subjectId, words }: TechnicalAlert): Promise<void> {
    const over = planAlertOverWords(words, instant(command.at));
    await this.store.resolve(command.client, { kind, subjectId }, { at: command.at, words: over });
    await this.notifications.supersedeTechnical(command, [id]);
    command.changed({ kind: 'technical-alert', technicalAlertId: id });
    this.logger.info({ event: 'technical-alert-resolved', technicalAlertId: id, kind, wardId: subjectId }, over);
  }
}
