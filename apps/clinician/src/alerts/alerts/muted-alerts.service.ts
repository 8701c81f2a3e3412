import { Inject, Injectable } from '@nestjs/common';
import { type AlertId, type EventId, homewardItself, type Instant, type PatientId } from '#libs/contracts';
import type { Timers } from '#libs/timers';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { GatewayHeard } from '../../devices/devices/gateway-down.ts';
import { TIMERS } from '../../parts.module.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { GatewayOutagesService } from '../technical-alerts/gateway-outages.service.ts';
import type { AlertRecord } from './alert-decision.ts';
import type { AlertChange } from './alert-event.ts';
import { AlertWriter } from './alert-writer.service.ts';
import { AlertsStore } from './alerts.store.ts';
import { isMutable, type MutedAlert, mutedBy, unmutedNow } from './muting.ts';

const reviewEveryMs = 15_000;

/**
 * Mutes the alerts about silences that a gateway which is down explains: the technical alert about the gateway reaches
 * operations instead of one alert for each patient behind it reaching those who can do nothing about it. A review unmutes
 * them, and they call people as usual where the silence stands.
 */
@Injectable()
export class MutedAlertsService {
  constructor(
    @Inject(TIMERS) timers: Timers,
    private readonly commands: CommandsService,
    private readonly store: AlertsStore,
    private readonly stays: StaysService,
    private readonly writer: AlertWriter,
    private readonly outages: GatewayOutagesService,
  ) {
    timers.repeat({ kind: 'gateways-review', everyMilliseconds: reviewEveryMs, work: () => this.review() });
  }

  /** Of alerts whose next step is due those that are muted instead, as changes that the caller is to write. */
  async mute(command: Command, due: readonly AlertRecord[]): Promise<readonly AlertChange[]> {
    const silences = due.filter((alert) => isMutable(alert, command.at));
    const silentSince = new Map<PatientId, Instant>(silences.map(({ patientId, raisedAt }) => [patientId, raisedAt]));
    const explained = await this.outages.explain(command, silentSince);
    return silences.flatMap((alert) => {
      const by = explained.get(alert.patientId);
      return by === undefined ? [] : [mutedBy(alert, by)];
    });
  }

  /** Resolves the technical alerts of gateways that can be heard again, and unmutes what no open one mutes any more. */
  async review(): Promise<void> {
    // First what is muted: the technical alerts that mute it have been committed, so those that are not over are read as open.
    const muted = await this.store.muted();
    const open = await this.commands.execute('review-gateways', { by: homewardItself }, (command) =>
      this.outages.review(command),
    );
    const over = muted.filter(({ alert, by }) => !isBehind(alert, open.get(by)));
    if (over.length > 0) await this.#unmute(over);
  }

  /** One that something else mutes by now stays muted. */
  async #unmute(over: readonly MutedAlert[]): Promise<void> {
    const overBy = new Map<AlertId, EventId>(over.map(({ alert, by }) => [alert.id, by]));
    await this.commands.execute('unmute-alerts', { by: homewardItself }, async (command) => {
      const { client, at } = command;
      const patientIds = [...new Set(over.map(({ alert }) => alert.patientId))];
      // First the stays, as everything that decides about these patients.
      await this.stays.lockOpen(client, patientIds);
      const found = await this.store.lockOpen(client, patientIds);
      const changes = found.flatMap((alert) => {
        const by = alert.escalation?.mutedBy ?? null;
        return by === null || by !== overBy.get(alert.id) ? [] : [unmutedNow(alert, by, at)];
      });
      await this.writer.write(command, changes);
    });
  }
}

const isBehind = ({ patientId }: AlertRecord, gateway: GatewayHeard | undefined): boolean =>
  gateway?.devices.some((device) => device.patientId === patientId) ?? false;
