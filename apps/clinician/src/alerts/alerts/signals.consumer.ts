import { Controller } from '@nestjs/common';
import { homewardItself } from '#libs/contracts';
import { type EventBatch, FromLog } from '#libs/event-log';
import { CommandsService } from '../../commands/commands.service.ts';
import { alertsTransport } from '../../parts.module.ts';
import { ChartingService } from '../../record/chart/charting.service.ts';
import { FoldingService } from './folding.service.ts';

/**
 * Turns signals into alerts, a batch in one transaction. Each revision of a signal is decided about once, with its reason
 * in the audit, so a batch that comes again changes nothing. A discharge either waits for the batch or is seen by it. The
 * score that a signal carries is charted with the alert.
 */
@Controller()
export class SignalsConsumer {
  constructor(
    private readonly commands: CommandsService,
    private readonly folding: FoldingService,
    private readonly charting: ChartingService,
  ) {}

  @FromLog('signals', alertsTransport)
  async onSignals(batch: EventBatch<'signals'>): Promise<void> {
    const signals = batch.records.flatMap(({ event }) => (event === null ? [] : [event]));
    if (signals.length === 0) return;
    await this.commands.execute('fold-signals', { by: homewardItself }, async (command) => {
      const scores = signals.flatMap(({ score }) => (score === null ? [] : [score]));
      await this.charting.chartScores(command, scores);
      await this.folding.fold(command, signals);
    });
  }
}
