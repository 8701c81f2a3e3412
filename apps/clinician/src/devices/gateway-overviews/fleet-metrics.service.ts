import { Inject, Injectable } from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';
import { METRICS } from '../../parts.module.ts';
import { DeviceListsService } from '../devices/device-lists.service.ts';
import { GatewaysService } from '../gateways/gateways.service.ts';

const freshForMilliseconds = 15_000;

/** How many gateways and devices there are, by state. */
interface Fleet {
  readonly gateways: Readonly<Record<string, number>>;
  readonly devices: Readonly<Record<string, number>>;
}

/** What can be seen of gateways and devices from outside, in numbers: read when it is asked for, at most every 15 seconds. */
@Injectable()
export class FleetMetricsService {
  #read: { readonly at: number; readonly fleet: Promise<Fleet | undefined> } | undefined;

  constructor(
    @Inject(METRICS) metrics: Registry,
    private readonly gateways: GatewaysService,
    private readonly devices: DeviceListsService,
  ) {
    const registers = [metrics];
    const ofGateways = new Gauge({
      name: 'homeward_gateways',
      help: 'Registered gateways by state; the same in every process.',
      labelNames: ['state'],
      registers,
      collect: async () => {
        setAll(ofGateways, (await this.#fleet())?.gateways);
      },
    });
    const ofDevices = new Gauge({
      name: 'homeward_devices',
      help: 'Registered devices by state, `not-heard-from` being those of `issued` that nothing has come from for 24 h; the same in every process.',
      labelNames: ['state'],
      registers,
      collect: async () => {
        setAll(ofDevices, (await this.#fleet())?.devices);
      },
    });
  }

  #fleet(): Promise<Fleet | undefined> {
    const now = performance.now();
    if (this.#read === undefined || now - this.#read.at > freshForMilliseconds) {
      // Without a database there is nothing to say of them, and the other metrics matter all the more.
      this.#read = { at: now, fleet: this.#count().catch(() => undefined) };
    }
    return this.#read.fleet;
  }

  async #count(): Promise<Fleet> {
    const [gateways, devices, quiet] = await Promise.all([
      this.gateways.countByState(),
      this.devices.countByState(),
      this.devices.notHeardFrom(),
    ]);
    return { gateways: { ...gateways }, devices: { ...devices, 'not-heard-from': quiet.length } };
  }
}

function setAll(gauge: Gauge<'state'>, counts: Readonly<Record<string, number>> | undefined): void {
  gauge.reset();
  for (const [state, count] of Object.entries(counts ?? {})) gauge.set({ state }, count);
}
