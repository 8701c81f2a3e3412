import type { DeviceHolding, DeviceKind, GatewayId, Instant, PatientId, RegisteredDevice } from '#libs/contracts';
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

/** A device that somebody has. */
export interface DeviceOfPatient {
  readonly deviceId: string;
  readonly gatewayId: GatewayId;
  /** Null where it was registered before kinds were kept here. */
  readonly kind: DeviceKind | null;
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

  /** The devices that each of the patients has at the time, by patient, in the order of their ids. */
  async heldBy(
    patientIds: readonly PatientId[],
    at: Instant,
  ): Promise<ReadonlyMap<PatientId, readonly DeviceOfPatient[]>> {
    const held = new Map<PatientId, DeviceOfPatient[]>();
    for (const row of await this.store.findHeldBy(patientIds)) {
      const patientId = holderAt(row.holdings, at);
      if (patientId === undefined) continue;
      const devices = held.get(patientId) ?? [];
      devices.push({ deviceId: row.device_id, gatewayId: row.gateway_id, kind: row.kind });
      held.set(patientId, devices);
    }
    return held;
  }

  /** Takes in what the log says of devices, oldest first; null where a device is gone. */
  async learn(news: ReadonlyMap<string, RegisteredDevice | null>): Promise<void> {
    const gone = [...news].filter(([, device]) => device === null).map(([deviceId]) => deviceId);
    const registered = [...news.values()].filter((device) => device !== null);
    if (gone.length > 0) await this.store.remove(gone);
    if (registered.length > 0) await this.store.save(registered);
  }
}
