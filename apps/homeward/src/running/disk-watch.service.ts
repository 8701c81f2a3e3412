import { join } from 'node:path';
import type { Logger, Readiness } from '#libs/telemetry';
import { Gauge, type Registry } from 'prom-client';
import { DiskNearlyFullError } from '../homeward-errors.ts';
import type { HomewardSettings } from '../settings.ts';
import { type DiskLimits, type DiskSpace, isNearlyFull } from './disk-space.ts';
import { spaceOfDatabase, spaceOfFolder } from './disk-space.store.ts';

const lookEveryMilliseconds = 5000;
/** Those who ask for health again and again get the same answer for so long. */
const holdsMilliseconds = 500;
const megabyte = 2 ** 20;

/** Where data are kept, and how to find out how much room is left there; undefined where it cannot be known. */
interface Disk {
  readonly name: 'database' | 'downtime-packs';
  readonly space: () => Promise<DiskSpace | undefined>;
}

interface Found extends DiskSpace {
  readonly name: Disk['name'];
  readonly nearlyFull: boolean;
}

export interface DiskWatchParts {
  readonly settings: Pick<
    HomewardSettings,
    'DATABASE_URL' | 'HOMEWARD_HOME' | 'DISK_LOW_MEGABYTES' | 'DISK_LOW_PERCENT' | 'DATABASE_DISK_MEGABYTES'
  >;
  /** Undefined where this process writes none. */
  readonly downtimeFolder: string | undefined;
  readonly logger: Logger;
  readonly readiness: Pick<Readiness, 'observe'>;
  readonly metrics: Registry;
}

/**
 * Watches the disks on which this process's data are: the embedded Postgres' or, by its own size and DATABASE_DISK_MEGABYTES,
 * another one's, and that of the downtime packs. One that is nearly full is logged, is in the metrics and in `/health/ready`,
 * which stays ready: what is optional stops, and everything else goes on. Gap: of another Postgres only this database's size is
 * known, and neither its write-ahead log nor what else is on its disk.
 */
export class DiskWatch {
  readonly #disks: readonly Disk[];
  readonly #limits: DiskLimits;
  readonly #parts: DiskWatchParts;
  #found: readonly Found[] = [];
  #looking: Promise<void> | undefined;
  #lookedAtMs = -Infinity;

  constructor(parts: DiskWatchParts) {
    const { settings } = parts;
    this.#parts = parts;
    this.#limits = { lowPercent: settings.DISK_LOW_PERCENT, lowBytes: settings.DISK_LOW_MEGABYTES * megabyte };
    this.#disks = disksOf(parts);
    metersOf(parts.metrics, () => this.#found);
    parts.readiness.observe('disk', () => this.#check());
  }

  /** Whether the disk of the database is nearly full, as it was at the last look. */
  get isDatabaseNearlyFull(): boolean {
    return this.databaseNearlyFull !== undefined;
  }

  /** How much room the database has, where that is too little. */
  get databaseNearlyFull(): DiskSpace | undefined {
    return this.#found.find(({ name, nearlyFull }) => name === 'database' && nearlyFull);
  }

  /** Looks now and then. @returns once it has looked for the first time. @param stack is given what has to be stopped. */
  async start(stack: Pick<AsyncDisposableStack, 'defer'>): Promise<void> {
    await this.look();
    const timer = setInterval(() => void this.look(), lookEveryMilliseconds).unref();
    stack.defer(async () => {
      clearInterval(timer);
      await this.#looking;
    });
  }

  /** Looks at every disk, unless that has just been done. Never rejects: what cannot be known says nothing. */
  look(): Promise<void> {
    if (performance.now() - this.#lookedAtMs < holdsMilliseconds) return Promise.resolve();
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
      this.#lookedAtMs = performance.now();
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const found = await Promise.all(this.#disks.map((disk) => this.#at(disk)));
    this.#found = found.flatMap((one) => one ?? []);
  }

  async #at({ name, space }: Disk): Promise<Found | undefined> {
    const before = this.#found.find((one) => one.name === name);
    const now = await space().catch(() => undefined);
    // A database that is away has a check of its own; how full its disk was is as good as known.
    if (now === undefined) return before;
    const was = before?.nearlyFull ?? false;
    const nearlyFull = isNearlyFull(now, this.#limits, was);
    if (nearlyFull !== was) this.#log({ name, ...now, nearlyFull });
    return { name, ...now, nearlyFull };
  }

  #log({ name: disk, freeBytes, sizeBytes, nearlyFull }: Found): void {
    const facts = { disk, freeBytes, sizeBytes };
    const { logger } = this.#parts;
    if (nearlyFull) logger.error({ event: 'disk-nearly-full', ...facts }, 'A disk is nearly full');
    else logger.info({ event: 'disk-has-room', ...facts }, 'A disk has room again');
  }

  async #check(): Promise<void> {
    await this.look();
    const full = this.#found.filter(({ nearlyFull }) => nearlyFull);
    if (full.length > 0) throw new DiskNearlyFullError(full);
  }
}

function disksOf({ settings, downtimeFolder }: DiskWatchParts): readonly Disk[] {
  const { DATABASE_URL: url, DATABASE_DISK_MEGABYTES: remoteMegabytes, HOMEWARD_HOME: home } = settings;
  const database = (): Promise<DiskSpace | undefined> => {
    if (url === undefined) return spaceOfFolder(join(home, 'postgres'));
    return remoteMegabytes === undefined
      ? Promise.resolve(undefined)
      : spaceOfDatabase(url, remoteMegabytes * megabyte);
  };
  const folder = downtimeFolder;
  return [
    { name: 'database', space: database },
    ...(folder === undefined ? [] : [{ name: 'downtime-packs', space: () => spaceOfFolder(folder) } as const]),
  ];
}

function metersOf(registry: Registry, found: () => readonly Found[]): void {
  const registers = [registry];
  new Gauge({
    name: 'homeward_disk_free_bytes',
    help: 'Room that is left on a disk that data are kept on.',
    labelNames: ['disk'],
    registers,
    collect() {
      for (const { name, freeBytes } of found()) this.set({ disk: name }, freeBytes);
    },
  });
  new Gauge({
    name: 'homeward_disk_size_bytes',
    help: 'How large such a disk is.',
    labelNames: ['disk'],
    registers,
    collect() {
      for (const { name, sizeBytes } of found()) this.set({ disk: name }, sizeBytes);
    },
  });
}
