import type {
  ClockCorrection,
  DeviceHolding,
  DeviceKind,
  GatewayId,
  Instant,
  PatientId,
  RegisteredDevice,
} from '#libs/contracts';
import type { DeviceRow, DevicesStore } from './devices.store.ts';
import { AbsenceCache } from './absence-cache.ts';
import { holderAt } from './holder.ts';

/** A registered device: which gateway it belongs to, and who had it when. */
export class KnownDevice {
  /** Null where its times count as it says them. */
  readonly clockCorrection: ClockCorrection | null;
  readonly #holdings: readonly DeviceHolding[];

  constructor(
    readonly gatewayId: GatewayId,
    readonly kind: DeviceKind,
    { clockCorrection, holdings }: Pick<DeviceRow, 'holdings'> & Pick<KnownDevice, 'clockCorrection'>,
  ) {
    this.clockCorrection = clockCorrection;
    this.#holdings = holdings;
  }

  /** Who had it at the time; undefined if no patient had it. */
  holderAt(at: Instant): PatientId | undefined {
    return holderAt(this.#holdings, at);
  }
}

/** A device that a patient has. */
export interface DeviceOfPatient {
  readonly deviceId: string;
  readonly gatewayId: GatewayId;
  readonly kind: DeviceKind;
}

/**
 * Knows which gateway a device belongs to and who had it when, from the topic `devices`.
 *
 * Guarantee: an older revision never replaces a newer one, whatever order they come in. Gap: a change is known here some
 * milliseconds after it was decided; that a device is not registered is remembered for up to a second where another
 * replica reads the news of it.
 */
export class DeviceHoldingService {
  readonly #absent = new AbsenceCache();
  readonly #newsListeners: (() => void)[] = [];

  constructor(private readonly store: DevicesStore) {}

  /** Those that are registered, by id. Reads the table each time, but for devices that were not registered just now. */
  async find(deviceIds: readonly string[]): Promise<ReadonlyMap<string, KnownDevice>> {
    const asked = deviceIds.filter((deviceId) => !this.#absent.has(deviceId));
    if (asked.length === 0) return new Map();
    const { generation } = this.#absent;
    const rows = await this.store.find(asked);
    const found = new Set(rows.map((row) => row.device_id));
    for (const deviceId of asked) if (!found.has(deviceId)) this.#absent.add(deviceId, generation);
    return new Map(
      rows.map((row) => [
        row.device_id,
        new KnownDevice(row.gateway_id, row.kind, { clockCorrection: row.clock_correction, holdings: row.holdings }),
      ]),
    );
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
    this.#absent.drop(registered.map(({ deviceId }) => deviceId));
    for (const listener of this.#newsListeners) listener();
  }

  /** Calls back when the log has said something of any device. */
  onNews(listener: () => void): void {
    this.#newsListeners.push(listener);
  }
}
