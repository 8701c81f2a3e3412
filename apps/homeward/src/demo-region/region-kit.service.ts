/** The kit that the region lends to its patients: registered as it is needed, issued with an admission, recovered after it. */
import { Device, DeviceId, DeviceWithoutPatients, type GatewayId, type PatientId } from '#libs/contracts';
import type { HomewardApi } from '../api/homeward-api.client.ts';

const kinds = ['wearable', 'tablet'] as const satisfies readonly Device['kind'][];
const prefix = 'region-kit';

export class RegionKitService {
  constructor(
    private readonly api: HomewardApi,
    private readonly gatewayId: GatewayId,
  ) {}

  /** Devices that no patient has, one of each kind; new ones where none is in stock. */
  async takeFromStock(): Promise<readonly DeviceId[]> {
    const devices = await this.#devices();
    const taken: DeviceId[] = [];
    for (const kind of kinds) {
      const own = devices.filter((device) => device.kind === kind);
      const inStock = own.find((device) => device.patientId === null);
      taken.push(inStock?.id ?? (await this.#register(kind, own.length + 1)));
    }
    return taken;
  }

  /** Who has kit of the region. */
  async holders(): Promise<ReadonlySet<PatientId>> {
    return new Set((await this.#devices()).flatMap(({ patientId }) => patientId ?? []));
  }

  async recoverFrom(patientId: PatientId): Promise<void> {
    for (const device of await this.#devices()) {
      if (device.patientId !== patientId) continue;
      const path = `/devices/${device.id}/recover`;
      await this.api.ask({ method: 'POST', path, as: 'coordinator', answer: Device });
    }
  }

  async #devices(): Promise<readonly Device[]> {
    const devices: Device[] = [];
    for await (const device of this.api.all('/devices', Device)) if (device.id.startsWith(prefix)) devices.push(device);
    return devices;
  }

  async #register(kind: (typeof kinds)[number], number: number): Promise<DeviceId> {
    const gateway = this.gatewayId.replaceAll(/[^A-Za-z0-9]/g, '').slice(-8);
    const deviceId = DeviceId.parse(`${prefix}-${gateway}-${kind}-${String(number).padStart(2, '0')}`);
    const body = { deviceId, gatewayId: this.gatewayId, kind };
    await this.api.ask({ method: 'POST', path: '/devices', as: 'operations', body, answer: DeviceWithoutPatients });
    return deviceId;
  }
}
