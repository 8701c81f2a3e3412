import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import type { Ward } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import { Gauge, type Registry } from 'prom-client';
import { CLOCK, LOGGER, METRICS, SETTINGS } from '../../parts.module.ts';
import type { ClinicianSettings } from '../../settings.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';
import { DowntimeFolder } from './downtime-folder.store.ts';
import { DowntimePackService } from './downtime-pack.service.ts';

const minuteMs = 60_000;

/**
 * Keeps the packs of all wards fresh in a folder of this machine. Each process has a timer of its own and no lock: where
 * replicas run on several machines, each has its packs. While the database does not answer, the packs stay as they are.
 */
@Injectable()
export class DowntimeRefreshService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #everyMs: number;
  readonly #folder: DowntimeFolder | undefined;
  #freshAt: Date;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopping = false;

  constructor(
    @Inject(SETTINGS) settings: ClinicianSettings,
    @Inject(METRICS) metrics: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly wards: WardsService,
    private readonly packs: DowntimePackService,
  ) {
    const { DOWNTIME_PACK_FOLDER: folder, DOWNTIME_PACK_MINUTES: minutes } = settings;
    this.#everyMs = minutes * minuteMs;
    this.#freshAt = clock.now();
    this.#folder = folder === undefined ? undefined : new DowntimeFolder(folder);
    if (this.#folder !== undefined) this.#measure(metrics);
  }

  onApplicationBootstrap(): void {
    if (this.#folder !== undefined) this.#next();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Makes every ward's pack anew, unless that goes on already. A failure is logged, and what was there stays. */
  refresh(): Promise<void> {
    this.#running ??= this.#refresh().finally(() => (this.#running = undefined));
    return this.#running;
  }

  #next(): void {
    void this.refresh().then(() => {
      if (!this.#stopping) this.#timer = setTimeout(() => this.#next(), this.#everyMs).unref();
    });
  }

  async #refresh(): Promise<void> {
    const folder = this.#folder;
    if (folder === undefined) return;
    const begun = this.clock.now();
    try {
      await folder.open();
      const wards = await this.wards.all();
      const kept = await this.#writeAll(folder, wards);
      // With one that failed, it is not known which of its files is the old one.
      if (kept.size === wards.length) {
        await folder.removeAllBut(kept, this.clock.now());
        this.#freshAt = begun;
      }
      await folder.writeIndex(this.clock.now());
    } catch (error) {
      this.logger.error({ event: 'downtime-packs-failed', err: error }, 'The downtime packs could not be made anew');
    }
  }

  /** @returns the files that were written. */
  async #writeAll(folder: DowntimeFolder, wards: readonly Ward[]): Promise<ReadonlySet<string>> {
    const written = new Set<string>();
    for (const { id: wardId } of wards) {
      if (this.#stopping) break;
      try {
        const { fileName, bytes, madeAt } = await this.packs.packOf(wardId);
        await folder.write(fileName, bytes, new Date(madeAt));
        written.add(fileName);
      } catch (error) {
        this.logger.error({ event: 'downtime-pack-failed', err: error, wardId }, 'A downtime pack could not be made');
      }
    }
    return written;
  }

  #measure(metrics: Registry): void {
    const age = (): number => Math.max(0, (this.clock.now().getTime() - this.#freshAt.getTime()) / 1000);
    new Gauge({
      name: 'homeward_downtime_pack_age_seconds',
      help: 'Since when not every downtime pack has been made anew; before the first time, since the service began.',
      registers: [metrics],
      collect() {
        this.set(age());
      },
    });
  }
}
