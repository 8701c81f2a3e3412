import { Injectable } from '@nestjs/common';
import { decodeCursor, type Page, pageFromRows, type Quarantined, type QuarantineQuery } from '#libs/contracts';
import { z } from 'zod';
import { QuarantineStore } from './quarantine.store.ts';

const place = z.tuple([z.iso.datetime(), z.uuid()]);

/** Keeps what the gateway put aside, each once however often it is delivered, and shows it, newest first. */
@Injectable()
export class QuarantineService {
  constructor(private readonly store: QuarantineStore) {}

  async keep(events: readonly Quarantined[]): Promise<void> {
    if (events.length > 0) await this.store.add(events);
  }

  /** @throws InvalidCursorError */
  async list(query: QuarantineQuery): Promise<Page<Quarantined>> {
    const rows = await this.store.list(query, decodeCursor(query.cursor, place));
    return pageFromRows(rows, {
      limit: query.limit,
      toItem: (event) => event,
      keysOf: ({ receivedAt, id }) => [receivedAt, id],
    });
  }
}
