import { Inject, Injectable } from '@nestjs/common';
import { type EventId, GatewayId, instant, type Instant, type PatientId, type TechnicalAlert } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import type { Command } from '../../commands/commands.service.ts';
import { decideGateway, type GatewayHeard, isUpAgain, patientsBehind } from '../../devices/devices/gateway-down.ts';
import { GatewayHearingService } from '../../devices/devices/gateway-hearing.service.ts';
import { NotificationsService } from '../../notifications/notifications/notifications.service.ts';
import { referenceTo } from '../../staff/people/staff-record.ts';
import { StaffService } from '../../staff/people/staff.service.ts';
import { LOGGER } from '../../parts.module.ts';
import { gatewayOutageId, gatewayOutageOverWords, gatewayOutageWords } from './gateway-outage.ts';
import { TechnicalAlertsStore } from './technical-alerts.store.ts';

const kind = 'gateway-down';

/**
 * Raises one technical alert for a gateway that is down, of which operations are notified, and resolves it once anything
 * behind it is heard again. It is asked when patients are silent: a gateway that no one misses raises nothing.
 */
@Injectable()
export class GatewayOutagesService {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly store: TechnicalAlertsStore,
    private readonly hearing: GatewayHearingService,
    private readonly staff: StaffService,
    private readonly notifications: NotificationsService,
  ) {}

  /**
   * Of these patients those all of whose devices are behind gateways that are down, each with the technical alert that says
   * so. One that is not open yet is raised.
   *
   * @param silentSince when the alert about each patient's silence was raised.
   */
  async explain(
    command: Command,
    silentSince: ReadonlyMap<PatientId, Instant>,
  ): Promise<ReadonlyMap<PatientId, EventId>> {
    if (silentSince.size === 0) return new Map();
    const gateways = await this.hearing.ofPatients(command, [...silentSince.keys()]);
    if (gateways.length === 0) return new Map();
    const open = new Map((await this.store.open(command.client, kind)).map((alert) => [alert.subjectId, alert]));
    const down = new Map<GatewayId, EventId>();
    for (const gateway of gateways) {
      const id = await this.#alertFor(command, gateway, { silentSince, open: open.get(gateway.gatewayId) });
      if (id !== undefined) down.set(gateway.gatewayId, id);
    }
    const explained = patientsBehind(gateways, down);
    return new Map([...explained].filter(([patientId]) => silentSince.has(patientId)));
  }

  /** Resolves what is open of gateways that can be heard again. @returns those that are still open. */
  async review(command: Command): Promise<ReadonlyMap<EventId, GatewayHeard>> {
    const open = await this.store.open(command.client, kind);
    const gateways = await this.hearing.of(command, open.flatMap(gatewayOf));
    const still = new Map<EventId, GatewayHeard>();
    for (const alert of open) {
      const [gatewayId] = gatewayOf(alert);
      const gateway = gatewayId === undefined ? undefined : gateways.get(gatewayId);
      if (gateway !== undefined && !isUpAgain(gateway, alert.raisedAt)) still.set(alert.id, gateway);
      else await this.#resolve(command, alert);
    }
    return still;
  }

  async #alertFor(
    command: Command,
    gateway: GatewayHeard,
    known: {
      readonly silentSince: ReadonlyMap<PatientId, Instant>;
      readonly open: TechnicalAlert | undefined;
    },
  ): Promise<EventId | undefined> {
    const { open, silentSince } = known;
    if (open !== undefined) return isUpAgain(gateway, open.raisedAt) ? undefined : open.id;
    const [first] = gateway.devices.flatMap(({ patientId }) => silentSince.get(patientId) ?? []).toSorted();
    const decision = first === undefined ? undefined : decideGateway(gateway, first);
    return decision?.state === 'down' ? this.#raise(command, gateway, decision.since) : undefined;
  }

  async #raise(command: Command, { gatewayId, name, devices }: GatewayHeard, since: Instant): Promise<EventId> {
    const raisedAt = instant(command.at);
    const patients = new Set(devices.map(({ patientId }) => patientId)).size;
    const [id, words] = [gatewayOutageId(gatewayId, raisedAt), gatewayOutageWords({ name, since, patients })];
    const alert: TechnicalAlert = { id, kind, subjectId: gatewayId, raisedAt, resolvedAt: null, words };
    if (!(await this.store.raise(command.client, alert))) {
      // Another process was first, and has committed: Postgres waited for that.
      const open = await this.store.open(command.client, kind);
      return open.find(({ subjectId }) => subjectId === gatewayId)?.id ?? id;
    }
    command.changed({ kind: 'technical-alert', technicalAlertId: id });
    const operations = await this.staff.withRole(command.client, 'operations', null);
    const message = { title: 'Technical alert: a gateway is down', body: words };
    await this.notifications.notifyOfTechnical(
      command,
      operations.map((person) => ({ technicalAlertId: id, person: referenceTo(person), words: message })),
    );
    this.logger.warn({ event: 'technical-alert-raised', technicalAlertId: id, kind, gatewayId }, words);
    return id;
  }

  async #resolve(command: Command, { id, subjectId, words }: TechnicalAlert): Promise<void> {
    const over = gatewayOutageOverWords(words, instant(command.at));
    await this.store.resolve(command.client, { kind, subjectId }, { at: command.at, words: over });
    await this.notifications.supersedeTechnical(command, [id]);
    command.changed({ kind: 'technical-alert', technicalAlertId: id });
    this.logger.info({ event: 'technical-alert-resolved', technicalAlertId: id, kind, gatewayId: subjectId }, over);
  }
}

const gatewayOf = ({ subjectId }: TechnicalAlert): readonly GatewayId[] =>
  subjectId === null ? [] : [GatewayId.parse(subjectId)];
