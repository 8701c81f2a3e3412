import { Controller } from '@nestjs/common';
import { homewardItself } from '#libs/contracts';
import { type EventBatch, FromLog } from '#libs/event-log';
import { CommandsService } from '../../commands/commands.service.ts';
import { chartTransport } from '../../parts.module.ts';
import { QuarantineService } from '../quarantine/quarantine.service.ts';
import { ChartingService } from './charting.service.ts';

const system = { by: homewardItself };

/**
 * Puts what comes off the log onto the chart, a batch in one transaction, together with its live changes. A batch that comes
 * again adds nothing and shows nothing again; the newest value of each code is the one taken last, in whatever order they
 * come.
 */
@Controller()
export class ChartingConsumer {
  constructor(
    private readonly commands: CommandsService,
    private readonly charting: ChartingService,
    private readonly quarantine: QuarantineService,
  ) {}

  @FromLog('observations', chartTransport)
  async onObservations(batch: EventBatch<'observations'>): Promise<void> {
    const sets = eventsOf(batch);
    if (sets.length === 0) return;
    await this.commands.execute('chart-observations', system, (command) => this.charting.chartSets(command, sets));
  }

  @FromLog('scores', chartTransport)
  async onScores(batch: EventBatch<'scores'>): Promise<void> {
    const scores = eventsOf(batch);
    if (scores.length === 0) return;
    await this.commands.execute('chart-scores', system, (command) => this.charting.chartScores(command, scores));
  }

  @FromLog('quarantine', chartTransport)
  async onQuarantine(batch: EventBatch<'quarantine'>): Promise<void> {
    const events = eventsOf(batch);
    if (events.length === 0) return;
    await this.commands.execute('keep-quarantined', system, (command) => this.quarantine.keep(command, events));
  }
}

function eventsOf<Event>(batch: { readonly records: readonly { readonly event: Event | null }[] }): readonly Event[] {
  return batch.records.flatMap(({ event }) => (event === null ? [] : [event]));
}
