import type { Clock } from '#libs/clock';
import { instant } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Counter, Gauge, type Registry } from 'prom-client';
import { GatewayTooFastError, GatewayVolumeUsedUpError } from './allowance-errors.ts';
import {
  dayOf,
  noVolume,
  secondsLeftOfDay,
  sumOf,
  usedUpBecause,
  type Volume,
  type VolumeLimits,
} from './daily-volume.ts';
import type { DailyVolumesStore, VolumeOfGateway } from './daily-volumes.store.ts';
import { GatewayBuckets } from './gateway-buckets.ts';
import { GatewayRates, type RateLimits } from './gateway-rates.ts';
import type { BucketSize } from './token-bucket.ts';

/** Where what is taken ends up. */
export interface DatabaseDisk {
  readonly isDatabaseNearlyFull: boolean;
}

export interface AllowancesParts {
  readonly store: DailyVolumesStore;
  readonly disk?: DatabaseDisk | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly rates: RateLimits;
  readonly volumes: VolumeLimits;
  /** How many messages in which not even a message id can be read are kept, and answered each by itself. */
  readonly unreadable: BucketSize;
}

const addEveryMs = 1000;

/** One that cannot be read and is longer counts as several. */
const bytesOfUnreadable = 16 * 1024;

/**
 * How much each gateway may send: at which rate, beyond which it is slowed, and how much in a day by UTC, beyond which it
 * is refused. What one gateway does is never counted against another.
 *
 * The rate is of this process; the daily volume is that of all replicas together, each of which learns of the others'
 * within a second or so. Gap: what was counted in the last second before a crash is forgotten.
 */
export class AllowancesService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #parts: AllowancesParts;
  readonly #rates: GatewayRates;
  readonly #unreadable: GatewayBuckets;
  readonly #answers: GatewayBuckets;
  readonly #slowedMs: Counter;
  #day = '';
  /** As Postgres has it. */
  #known = new Map<string, Volume>();
  /** What is being written down. */
  #onTheWay = new Map<string, Volume>();
  /** What has been counted here since. */
  #counted = new Map<string, Volume>();
  #reported = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #adding: Promise<void> = Promise.resolve();

  constructor(parts: AllowancesParts) {
    this.#parts = parts;
    this.#rates = new GatewayRates(parts.rates);
    this.#unreadable = new GatewayBuckets(parts.unreadable);
    this.#answers = new GatewayBuckets(parts.unreadable);
    const registers = [parts.metrics];
    this.#slowedMs = new Counter({
      name: 'homeward_gateway_slowed_seconds_total',
      help: 'For how long connections of gateways that send too fast were read no further, and HTTP requests put off.',
      registers,
    });
    const slowed = new Gauge({
      name: 'homeward_gateway_gateways_slowed',
      help: 'Gateways that send faster than is taken, now.',
      registers,
      collect: () => {
        slowed.set(this.#rates.slowed(performance.now()));
      },
    });
    const usedUp = new Gauge({
      name: 'homeward_gateway_gateways_volume_used_up',
      help: 'Gateways of which nothing more is taken today.',
      registers,
      collect: () => {
        usedUp.set(this.#reported.size);
      },
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.#turnDay();
    this.#learn(this.#day, await this.#parts.store.of(this.#day));
    this.#timer = setInterval(() => {
      this.#adding = this.add();
    }, addEveryMs).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#adding;
    await this.add();
  }

  /**
   * Counts a message against its gateway's rate.
   *
   * @returns for how many milliseconds nothing more should be read of it: 0 where it sends no faster than it may.
   */
  pace(gatewayId: string, bytes: number): number {
    const waitMs = this.#rates.count(gatewayId, bytes, performance.now());
    if (waitMs > 0) this.#slowedMs.inc(waitMs / 1000);
    return waitMs;
  }

  /** Counts a request against its gateway's rate. @throws GatewayTooFastError where it should come later. */
  paceRequest(gatewayId: string, bytes: number): void {
    const waitMs = this.#rates.waitMs(gatewayId, performance.now());
    if (waitMs > 0) throw new GatewayTooFastError(Math.ceil(waitMs / 1000));
    this.#rates.count(gatewayId, bytes, performance.now());
  }

  /** Why nothing more of the gateway is taken today, for its receipts; undefined while something is. */
  refusalOf(gatewayId: string): string | undefined {
    this.#turnDay();
    const because = usedUpBecause(this.#volumeOf(gatewayId), this.#parts.volumes);
    if (because !== undefined && !this.#reported.has(gatewayId)) {
      this.#reported.add(gatewayId);
      this.#parts.logger.warn(
        { event: 'gateway-volume-used-up', gatewayId, because },
        'Nothing more of a gateway is taken today',
      );
    }
    return because;
  }

  /** What an HTTP request is answered where the day's volume is used up. */
  refusalOfRequest(): GatewayVolumeUsedUpError {
    return new GatewayVolumeUsedUpError(secondsLeftOfDay(this.#parts.clock.now()));
  }

  /**
   * Whether what is quarantined of the gateway may still be put on the log: as much as a day may have, so much a second of
   * what cannot be read, and while the disk is nearly full only what a person can still make something of.
   *
   * @param unreadableBytes the length of a message that cannot be read; undefined of any other.
   */
  keepsQuarantined(
    gatewayId: string,
    { isOfUse, unreadableBytes }: { readonly isOfUse: boolean; readonly unreadableBytes: number | undefined },
  ): boolean {
    this.#turnDay();
    if (!isOfUse && this.#parts.disk?.isDatabaseNearlyFull === true) return false;
    if (this.#volumeOf(gatewayId).quarantined >= this.#parts.volumes.quarantined) return false;
    if (unreadableBytes === undefined) return true;
    const tokens = Math.max(1, Math.ceil(unreadableBytes / bytesOfUnreadable));
    return this.#unreadable.takeIfThere(gatewayId, tokens, performance.now());
  }

  /** Whether a message of the gateway that cannot be read would be put on the log now, as far as that hangs on its rate. */
  keepsUnreadable(gatewayId: string): boolean {
    return this.#unreadable.waitMs(gatewayId, performance.now()) === 0;
  }

  /** Whether one more message of the gateway that cannot be read is answered: its receipt names no message. */
  answersUnreadable(gatewayId: string): boolean {
    return this.#answers.takeIfThere(gatewayId, 1, performance.now());
  }

  /** Counts what became of a message against the day's volume. */
  count(gatewayId: string, volume: Volume): void {
    this.#turnDay();
    this.#counted.set(gatewayId, sumOf(this.#counted.get(gatewayId) ?? noVolume, volume));
  }

  /** Writes down what was counted, and learns what other replicas have of the same gateways. */
  async add(): Promise<void> {
    this.#turnDay();
    if (this.#counted.size === 0) return;
    const day = this.#day;
    const counted = this.#counted;
    this.#onTheWay = counted;
    this.#counted = new Map();
    try {
      const added = await this.#parts.store.add(
        day,
        [...counted].map(([gatewayId, volume]) => ({ gatewayId, ...volume })),
      );
      this.#learn(day, added);
    } catch (error) {
      this.#parts.logger.warn({ event: 'volumes-not-added', err: error }, 'Volumes of gateways were not written down');
      if (day === this.#day) for (const [gatewayId, volume] of counted) this.count(gatewayId, volume);
    }
    this.#onTheWay = new Map();
  }

  #learn(day: string, volumes: readonly VolumeOfGateway[]): void {
    if (day !== this.#day) return;
    for (const { gatewayId, ...volume } of volumes) this.#known.set(gatewayId, volume);
  }

  #volumeOf(gatewayId: string): Volume {
    return [this.#known, this.#onTheWay, this.#counted].reduce(
      (sum, volumes) => sumOf(sum, volumes.get(gatewayId) ?? noVolume),
      noVolume,
    );
  }

  #turnDay(): void {
    const day = dayOf(instant(this.#parts.clock.now()));
    if (day === this.#day) return;
    this.#day = day;
    this.#known = new Map();
    this.#counted = new Map();
    this.#onTheWay = new Map();
    this.#reported = new Set();
  }
}
