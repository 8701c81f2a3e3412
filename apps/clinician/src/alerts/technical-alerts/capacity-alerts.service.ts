import { Inject, Injectable } from '@nestjs/common';
import { decideCapacityAlert, type CapacityLimits } from '#libs/capacity';
import { type EventId, homewardItself, instant, type TechnicalAlert } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import type { Timers } from '#libs/timers';
import { CapacityService, type WardBeds } from '../../capacity/figures/capacity.service.ts';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import { NotificationsService } from '../../notifications/notifications/notifications.service.ts';
import { LOGGER, SETTINGS, TIMERS } from '../../parts.module.ts';
import type { ClinicianSettings } from '../../settings.ts';
import { referenceTo } from '../../staff/people/staff-record.ts';
import { StaffService } from '../../staff/people/staff.service.ts';
import { capacityAlertId, capacityAlertOverWords, type CapacitySubject, capacityAlertWords } from './capacity-alert.ts';
import { TechnicalAlertsStore } from './technical-alerts.store.ts';

const kind = 'ward-near-capacity';
const lookEveryMilliseconds = 30_000;

/**
 * Notifies operations when a ward, or all wards together, are full or nearly so, and takes that back once there is room
 * again. One replica looks at a time; between the two limits nothing is raised or taken back. Gap: what begins and ends
 * between two looks is not seen.
 */
@Injectable()
export class CapacityAlertsService {
  readonly #limits: CapacityLimits;

  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    @Inject(TIMERS) timers: Timers,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(SETTINGS) settings: ClinicianSettings,
    private readonly commands: CommandsService,
    private readonly capacities: CapacityService,
    private readonly store: TechnicalAlertsStore,
    private readonly staff: StaffService,
    private readonly notifications: NotificationsService,
  ) {
    const { CAPACITY_ALERT_RAISE_PERCENT: raise, CAPACITY_ALERT_CLEAR_PERCENT: clear } = settings;
    this.#limits = { raiseAt: raise / 100, clearBelow: Math.min(raise, clear) / 100 };
    timers.repeat({ kind: 'capacity-alerts', everyMilliseconds: lookEveryMilliseconds, work: () => this.review() });
  }

  /** Raises and resolves what the figures of now ask for. */
  async review(): Promise<void> {
    const wards = await this.capacities.bedsOf();
    if (wards.length === 0) return;
    await this.commands.execute('review-capacity-alerts', { by: homewardItself }, async (command) => {
      const open = new Map((await this.store.open(command.client, kind)).map((alert) => [alert.subjectId, alert]));
      for (const subject of subjectsOf(wards)) {
        const alert = open.get(subject.wardId);
        const decision = decideCapacityAlert(subject.beds, this.#limits, alert !== undefined);
        if (decision.change === 'raise')
          await this.#raise(command, subject, capacityAlertWords(subject, decision.because));
        if (decision.change === 'clear' && alert !== undefined) await this.#resolve(command, alert);
      }
    });
  }

  async #raise(command: Command, { wardId }: CapacitySubject, words: string): Promise<void> {
    const raisedAt = instant(command.at);
    const id: EventId = capacityAlertId(wardId, raisedAt);
    const alert: TechnicalAlert = { id, kind, subjectId: wardId, raisedAt, resolvedAt: null, words };
    if (!(await this.store.raise(command.client, alert))) return;
    command.changed({ kind: 'technical-alert', technicalAlertId: id });
    const operations = await this.staff.withRole(command.client, 'operations', null);
    const message = { title: 'Capacity: beds are full or nearly so', body: words };
    await this.notifications.notifyOfTechnical(
      command,
      operations.map((person) => ({ technicalAlertId: id, person: referenceTo(person), words: message })),
    );
    this.logger.warn({ event: 'technical-alert-raised', technicalAlertId: id, kind, wardId }, words);
  }

  async #resolve(command: Command, { id, subjectId, words }: TechnicalAlert): Promise<void> {
    const over = capacityAlertOverWords(words, instant(command.at));
    await this.store.resolve(command.client, { kind, subjectId }, { at: command.at, words: over });
    await this.notifications.supersedeTechnical(command, [id]);
    command.changed({ kind: 'technical-alert', technicalAlertId: id });
    this.logger.info({ event: 'technical-alert-resolved', technicalAlertId: id, kind, wardId: subjectId }, over);
  }
}

/** Each ward, and where there are several, all of them together. */
function subjectsOf(wards: readonly WardBeds[]): readonly CapacitySubject[] {
  const each = wards.map(({ ward, beds }) => ({ wardId: ward.id, name: ward.name, beds }));
  if (wards.length === 1) return each;
  const sum = (of: 'open' | 'occupied' | 'reserved'): number => wards.reduce((total, { beds }) => total + beds[of], 0);
  const beds = { open: sum('open'), occupied: sum('occupied'), reserved: sum('reserved') };
  return [...each, { wardId: null, name: 'All wards together', beds }];
}
