import type { DeviceHolding, GatewayId, Instant, PatientId, RegisteredDevice } from '#libs/contracts';
import type { DevicesStore } from './devices.store.ts';
import { holderAt } from './holder.ts';

/** A registered device: whose it is, and who had it when. */
export class KnownDevice {
  constructor(
    readonly gatewayId: GatewayId,
    private readonly holdings: readonly DeviceHolding[],
  ) {}

  /** Who had it at the time; undefined if nobody had it. */
  holderAt(at: Instant): PatientId | undefined {
    return holderAt(this.holdings, at);
  }
}

/**
 * Knows whose a device is and who had it when, from the topic `devices`.
 *
 * Guarantee: an older revision never replaces a newer one, whatever order they come in. Gap: a change is known here some
 * milliseconds after it was decided, so whoever finds nothing may want to look again.
 */
export class DeviceHoldingService {
  constructor(private readonly store: DevicesStore) {}

  /** Those that are registered, by id. Reads the table each time: another replica may have learnt of a change. */
  async find(deviceIds: readonly string[]): Promise<ReadonlyMap<string, KnownDevice>> {
    const rows = await this.store.find(deviceIds);
    return new Map(rows.map((row) => [row.device_id, new KnownDevice(row.gateway_id, row.holdings)]));
  }

  /** Takes in what the log says of devices, oldest first; null where a device is gone. */
  async learn(news: ReadonlyMap<string, RegisteredDevice | null>): Promise<void> {
    const gone = [...news].filter(([, device]) => device === null).map(([deviceId]) => deviceId);
    const registered = [...news.values()].filter((device) => device !== null);
    if (gone.length > 0) await this.store.remove(gone);
    if (registered.length > 0) await this.store.save(registered);
  }
}
