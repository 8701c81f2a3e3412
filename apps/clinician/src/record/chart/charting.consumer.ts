import { Controller, Inject } from '@nestjs/common';
import type { Database } from '#libs/database';
import { type EventBatch, FromLog } from '#libs/event-log';
import { LiveService } from '../../commands/live-changes/live-changes.service.ts';
import { chartTransport, DATABASE } from '../../parts.module.ts';
import { QuarantineService } from '../quarantine/quarantine.service.ts';
import { ChartingService } from './charting.service.ts';
import { ChartingStore } from './charting.store.ts';

/**
 * Puts what comes off the log onto the chart, a batch in one transaction, together with what the live stream shows of
 * it. A batch that comes again adds nothing and shows nothing again; the newest value of each code is the one taken last,
 * in whatever order they come.
 */
@Controller()
export class ChartingConsumer {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly store: ChartingStore,
    private readonly charting: ChartingService,
    private readonly live: LiveService,
    private readonly quarantine: QuarantineService,
  ) {}

  @FromLog('observations', chartTransport)
  async onObservations(batch: EventBatch<'observations'>): Promise<void> {
    const sets = eventsOf(batch);
    if (sets.length === 0) return;
    await this.database.transaction(async (client) => {
      await this.live.append(client, await this.charting.chartSets(client, sets));
    });
  }

  @FromLog('scores', chartTransport)
  async onScores(batch: EventBatch<'scores'>): Promise<void> {
    const scores = eventsOf(batch);
    if (scores.length === 0) return;
    await this.database.transaction(async (client) => {
      await this.live.append(client, await this.charting.chartScores(client, scores));
    });
  }

  @FromLog('quarantine', chartTransport)
  async onQuarantine(batch: EventBatch<'quarantine'>): Promise<void> {
    await this.quarantine.keep(eventsOf(batch));
  }

  @FromLog('device-status', chartTransport)
  async onDeviceStatus(batch: EventBatch<'device-status'>): Promise<void> {
    const newest = new Map(eventsOf(batch).map((event) => [event.deviceId, event]));
    const statuses = [...newest.values()].map(({ deviceId, gatewayId: _gatewayId, ...status }) => ({
      deviceId,
      receivedAt: status.receivedAt,
      status,
    }));
    if (statuses.length === 0) return;
    await this.database.transaction((client) => this.store.keepStatuses(client, statuses));
  }
}

function eventsOf<Event>(batch: { readonly records: readonly { readonly event: Event | null }[] }): readonly Event[] {
  return batch.records.flatMap(({ event }) => (event === null ? [] : [event]));
}
