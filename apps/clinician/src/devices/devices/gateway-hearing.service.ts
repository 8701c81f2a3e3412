import { Injectable } from '@nestjs/common';
import { type GatewayId, type Instant, instant, type PatientId } from '#libs/contracts';
import type { Command } from '../../commands/commands.service.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { GatewaysService } from '../gateways/gateways.service.ts';
import { DeviceListsStore, type HeldBehind } from './device-lists.store.ts';
import type { DeviceBehind, GatewayHeard } from './gateway-down.ts';

/** The connection of a command, for SQL and for ordinary tables. */
type Connection = Pick<Command, 'client' | 'entities'>;

/**
 * Knows when the devices behind a gateway were last heard: all of it by the connection of the command, which must not wait
 * for a second one. A gateway whose credential was withdrawn is left out: it is not expected to be heard.
 */
@Injectable()
export class GatewayHearingService {
  constructor(
    private readonly store: DeviceListsStore,
    private readonly chart: ChartService,
    private readonly gateways: GatewaysService,
  ) {}

  /** The gateways that the patients' devices are behind, with all that is behind those; by id. */
  async ofPatients(
    { client, entities }: Connection,
    patientIds: readonly PatientId[],
  ): Promise<readonly GatewayHeard[]> {
    return this.#heard({ client, entities }, await this.store.gatewaysOf(client, patientIds));
  }

  /** These gateways, by id; one that patients have no device behind has none. */
  async of(connection: Connection, gatewayIds: readonly GatewayId[]): Promise<ReadonlyMap<GatewayId, GatewayHeard>> {
    const heard = await this.#heard(connection, gatewayIds);
    return new Map(heard.map((gateway) => [gateway.gatewayId, gateway]));
  }

  async #heard({ client, entities }: Connection, gatewayIds: readonly GatewayId[]): Promise<readonly GatewayHeard[]> {
    if (gatewayIds.length === 0) return [];
    const names = await this.gateways.letIn(entities, gatewayIds);
    const held = await this.store.heldBehind(client, [...names.keys()].toSorted());
    const readings = await this.chart.lastReceivedFrom(held, client);
    const statuses = await this.store.lastOnline(client);
    const byGateway = Map.groupBy(held, ({ gatewayId }) => gatewayId);
    return [...byGateway].map(([gatewayId, devices]) => ({
      gatewayId,
      name: names.get(gatewayId) ?? gatewayId,
      devices: devices.map((device) => behind(device, readings.get(device.deviceId))),
      othersHeardAt: newest(statuses.filter((status) => status.gatewayId !== gatewayId).map(({ at }) => at)),
    }));
  }
}

/** A reading that came in after a device said that it went offline says otherwise. */
function behind({ patientId, status }: HeldBehind, reading: Instant | undefined): DeviceBehind {
  const saidAt = status === null ? null : instant(Date.parse(status.receivedAt));
  const isOverruled = reading !== undefined && (saidAt ?? '') < reading;
  return {
    patientId,
    online: isOverruled ? null : (status?.online ?? null),
    lastHeardAt: isOverruled ? reading : saidAt,
  };
}

const newest = (times: readonly Instant[]): Instant | null => times.toSorted().at(-1) ?? null;
