import { Controller } from '@nestjs/common';
import { canaryDeviceId, homewardItself, isOfCanary } from '#libs/contracts';
import { type EventBatch, FromLog } from '#libs/event-log';
import { CommandsService } from '../../commands/commands.service.ts';
import { chartTransport } from '../../parts.module.ts';
import { CanaryArrivalsService } from '../canary/canary-arrivals.service.ts';
import { QuarantineService } from '../quarantine/quarantine.service.ts';
import { ChartingService } from './charting.service.ts';

const system = { by: homewardItself };

/**
 * Puts what comes off the log onto the chart, a batch in one transaction, together with its live changes. A batch that comes
 * again adds nothing and shows nothing again; the newest value of each code is the one taken last, in whatever order they
 * come. What is of the canary is on no chart.
 */
@Controller()
export class ChartingConsumer {
  constructor(
    private readonly commands: CommandsService,
    private readonly charting: ChartingService,
    private readonly quarantine: QuarantineService,
    private readonly canary: CanaryArrivalsService,
  ) {}

  @FromLog('observations', chartTransport)
  async onObservations(batch: EventBatch<'observations'>): Promise<void> {
    const sets = eventsOf(batch).filter((set) => !isOfCanary(set));
    if (sets.length === 0) return;
    await this.commands.execute('chart-observations', system, (command) => this.charting.chartSets(command, sets));
  }

  @FromLog('scores', chartTransport)
  async onScores(batch: EventBatch<'scores'>): Promise<void> {
    const { ofCanary = [], ofPatients: scores = [] } = Object.groupBy(eventsOf(batch), (score) =>
      isOfCanary(score) ? 'ofCanary' : 'ofPatients',
    );
    if (scores.length > 0) {
      await this.commands.execute('chart-scores', system, (command) => this.charting.chartScores(command, scores));
    }
    await this.canary.keep('scores', ofCanary);
  }

  @FromLog('quarantine', chartTransport)
  async onQuarantine(batch: EventBatch<'quarantine'>): Promise<void> {
    // Until the gateway service knows the canary's device.
    const events = eventsOf(batch).filter(({ deviceId }) => deviceId !== canaryDeviceId);
    if (events.length === 0) return;
    await this.commands.execute('keep-quarantined', system, (command) => this.quarantine.keep(command, events));
  }
}

function eventsOf<Event>(batch: { readonly records: readonly { readonly event: Event | null }[] }): readonly Event[] {
  return batch.records.flatMap(({ event }) => (event === null ? [] : [event]));
}
