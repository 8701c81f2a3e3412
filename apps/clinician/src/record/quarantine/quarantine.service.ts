import { Injectable } from '@nestjs/common';
import {
  decodeCursor,
  type EventId,
  instant,
  type Page,
  pageFromRows,
  type Person,
  type Quarantined,
  type QuarantinedEntry,
  type QuarantineQuery,
  type ReleaseReading,
} from '#libs/contracts';
import { z } from 'zod';
import { ActsService } from '../../commands/commands.service.ts';
import { ChartingService } from '../chart/charting.service.ts';
import { type KeptEntry, QuarantineStore } from './quarantine.store.ts';
import {
  QuarantinedNotFoundError,
  ReadingAlreadyReleasedError,
  ReadingNotReleasableError,
  releasableAt,
  releasableOf,
  releasedSet,
} from './release.ts';

const place = z.tuple([z.iso.datetime(), z.uuid()]);

/**
 * Keeps what the gateway put aside, each once however often it is delivered, and shows it, newest first. A reading that was
 * put aside for its value alone can be let out by a clinician: it is on the chart when the answer goes out, with its line in
 * the trace of acts, staged for the log in the same transaction, and scored from there. Letting it out twice is one thing.
 */
@Injectable()
export class QuarantineService {
  constructor(
    private readonly acts: ActsService,
    private readonly store: QuarantineStore,
    private readonly charting: ChartingService,
  ) {}

  async keep(events: readonly Quarantined[]): Promise<void> {
    if (events.length > 0) await this.store.add(events);
  }

  /** @throws InvalidCursorError */
  async list(query: QuarantineQuery): Promise<Page<QuarantinedEntry>> {
    const rows = await this.store.list(query, decodeCursor(query.cursor, place));
    return pageFromRows(rows, {
      limit: query.limit,
      toItem: entryOf,
      keysOf: ({ event: { receivedAt, id } }) => [receivedAt, id],
    });
  }

  /**
   * Somebody says that a reading is true, though its value seems impossible.
   *
   * @throws QuarantinedNotFoundError
   * @throws ReadingNotReleasableError saying why.
   * @throws ReadingAlreadyReleasedError naming by whom; not where it was for the same reason.
   */
  async release(id: EventId, { path, reason }: ReleaseReading, by: Person): Promise<QuarantinedEntry> {
    return this.acts.carryOut({ act: 'release-reading', by }, async (act) => {
      const kept = await this.store.lock(act.client, id);
      if (kept === undefined) throw new QuarantinedNotFoundError(id);
      const before = kept.released.find((released) => released.path === path);
      if (before !== undefined) {
        if (before.reason !== reason) throw new ReadingAlreadyReleasedError(id, before);
        return entryOf(kept);
      }
      const found = releasableAt(kept, path);
      if (!found.ok) throw new ReadingNotReleasableError(id, path, found.why);
      const { patientId, observationId } = found;
      const released = { path, by: by.name, at: instant(act.at), reason };
      await this.store.release(act.client, id, { ...released, observationId });
      const set = releasedSet({ event: kept.event, released: found, by }, act.at);
      act.show(...(await this.charting.chartSets(act.client, [set])));
      await act.tell('observations', patientId, set);
      await act.record({ kind: 'patient', id: patientId }, { quarantinedId: id, path, observationId });
      return entryOf({ ...kept, released: [...kept.released, released] });
    });
  }
}

function entryOf(kept: KeptEntry): QuarantinedEntry {
  const released = new Set(kept.released.map(({ path }) => path));
  return {
    ...kept.event,
    released: [...kept.released],
    releasable: releasableOf(kept).filter(({ path }) => !released.has(path)),
  };
}
