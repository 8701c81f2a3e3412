import { Controller, Inject } from '@nestjs/common';
import type { Database } from '#libs/database';
import { type EventBatch, FromLog } from '#libs/event-log';
import { ChartingService } from '../../record/chart/charting.service.ts';
import { LiveService } from '../../commands/live-changes/live-changes.service.ts';
import { alertsTransport, DATABASE } from '../../parts.module.ts';
import { FoldingService } from './folding.service.ts';

/**
 * Turns signals into alerts, a batch in one transaction: each revision of a signal is decided about once, with its reason
 * in the ledger, so a batch that comes again changes nothing. A discharge either waits for the batch or is seen by it. The
 * score that a signal carries is charted with the alert.
 */
@Controller()
export class SignalsConsumer {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly folding: FoldingService,
    private readonly live: LiveService,
    private readonly charting: ChartingService,
  ) {}

  @FromLog('signals', alertsTransport)
  async onSignals(batch: EventBatch<'signals'>): Promise<void> {
    const signals = batch.records.flatMap(({ event }) => (event === null ? [] : [event]));
    if (signals.length === 0) return;
    await this.database.transaction(async (client) => {
      const { changes, scores, wards } = await this.folding.takeIn(client, signals);
      const charted = await this.charting.chartScores(client, scores, () => Promise.resolve(wards));
      await this.live.append(client, [...charted, ...changes]);
    });
  }
}
