import { Inject, Injectable } from '@nestjs/common';
import { addDays, datesBetween, isInSeries, lastSnapshotDate, lineage, snapshotInstant } from '#libs/capacity';
import type { Clock } from '#libs/clock';
import { type CapacitySnapshots, instant, type SnapshotQuery } from '#libs/contracts';
import { InvalidRequestError } from '#libs/problem-details';
import type { Logger } from '#libs/telemetry';
import type { Timers } from '#libs/timers';
import { CLOCK, LOGGER, TIMERS } from '../../parts.module.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';
import { CapacityService } from '../figures/capacity.service.ts';
import { OrganisationsService } from '../organisations/organisations.service.ts';
import type { SnapshotLine } from './snapshot-table.ts';
import { SnapshotsStore, type StoredSnapshot } from './snapshots.store.ts';

const lookEveryMilliseconds = 60_000;
/** Made later than this, a snapshot is from history. */
const liveForMilliseconds = 15 * 60_000;
const mostDays = 400;
const usualDays = 28;

/**
 * Makes a snapshot of each ward for every day, of how it was at 08:00 in London, and shows them. Whatever day is missing is
 * made from history when a process runs again: one replica at a time, a day whole or not at all, and a snapshot that is
 * there is never made again. So corrections that come later are in `GET /capacity?at=`, not in snapshots.
 */
@Injectable()
export class SnapshotsService {
  // Nest injects by position.

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(TIMERS) timers: Timers,
    private readonly wards: WardsService,
    private readonly capacities: CapacityService,
    private readonly organisations: OrganisationsService,
    private readonly store: SnapshotsStore,
  ) {
    timers.repeat({
      kind: 'capacity-snapshots',
      everyMilliseconds: lookEveryMilliseconds,
      work: (now, signal) => this.makeMissing(now, signal),
    });
  }

  /** Makes the snapshots of every day that has none of a ward, those before a ward was opened here among them. */
  async makeMissing(now: Date, signal?: AbortSignal): Promise<void> {
    for (const date of await this.store.missingDates(lastSnapshotDate(now))) {
      if (signal?.aborted === true) return;
      await this.#make(date, now);
    }
  }

  /**
   * @throws WardNotFoundError
   * @throws InvalidRequestError where the days are too many, or end before they begin.
   */
  async list(query: SnapshotQuery): Promise<CapacitySnapshots> {
    const stored = await this.#stored(query);
    return { items: stored.map(({ population: _population, organisation: _organisation, ...shown }) => shown) };
  }

  /** The same as lines of the published table, each with the code of the organisation at the top. */
  async lines(query: SnapshotQuery): Promise<readonly SnapshotLine[]> {
    const [stored, organisations] = await Promise.all([this.#stored(query), this.organisations.all()]);
    const links = new Map(organisations.map((organisation) => [organisation.odsCode, organisation]));
    return stored.map((snapshot) => ({
      ...snapshot,
      system: snapshot.organisation === null ? null : (lineage(snapshot.organisation, links).at(-1) ?? null),
    }));
  }

  async #make(date: string, now: Date): Promise<void> {
    const at = snapshotInstant(date);
    const wards = await this.capacities.bedsOf(instant(at));
    const madeFrom = now.getTime() - at.getTime() < liveForMilliseconds ? 'live' : 'history';
    await this.store.keep(
      wards.map(({ ward, beds }) => ({
        wardId: ward.id,
        capacity: beds.open,
        patients: beds.occupied,
        population: ward.population,
      })),
      { date, at, madeFrom, madeAt: now },
    );
    this.logger.info(
      { event: 'capacity-snapshots-made', date, madeFrom, wards: wards.length },
      'The snapshots of a day have been made',
    );
  }

  async #stored({ from, until, wardId, every }: SnapshotQuery): Promise<readonly StoredSnapshot[]> {
    if (wardId !== undefined) await this.wards.get(wardId);
    const last = until ?? lastSnapshotDate(this.clock.now());
    const first = from ?? addDays(last, 1 - usualDays);
    if (first > last)
      throw new InvalidRequestError('query', [{ path: 'until', message: `expected ${first} or later` }]);
    if (addDays(first, mostDays) <= last) {
      throw new InvalidRequestError('query', [{ path: 'from', message: `expected ${String(mostDays)} days at most` }]);
    }
    return this.store.of(
      datesBetween(first, last).filter((date) => isInSeries(date, every)),
      wardId,
    );
  }
}
