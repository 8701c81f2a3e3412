import { Controller } from '@nestjs/common';
import { conditionOf, homewardItself, isOfCanary, type Signal } from '#libs/contracts';
import { together } from '#libs/database';
import { type EventBatch, FromLog } from '#libs/event-log';
import { CommandsService } from '../../commands/commands.service.ts';
import { alertsTransport } from '../../parts.module.ts';
import { CanaryArrivalsService } from '../../record/canary/canary-arrivals.service.ts';
import { ChartingService } from '../../record/chart/charting.service.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { AlertMetricsService } from './alert-metrics.service.ts';
import { FoldingService } from './folding.service.ts';

/**
 * Turns signals into alerts, a batch in one transaction. Each revision of a signal is decided about once, with its reason
 * in the audit, so a batch that comes again changes nothing. A discharge either waits for the batch or is seen by it. The
 * score that a signal carries is charted before the alert. A signal that was on its way while its patient's record was merged
 * is decided about under the record that stays, where the stay is. Signals of the canary, which has no stay, only prove that they come.
 */
@Controller()
export class SignalsConsumer {
  constructor(
    private readonly commands: CommandsService,
    private readonly folding: FoldingService,
    private readonly charting: ChartingService,
    private readonly canary: CanaryArrivalsService,
    private readonly patients: PatientsService,
    private readonly metrics: AlertMetricsService,
  ) {}

  @FromLog('signals', alertsTransport)
  async onSignals(batch: EventBatch<'signals'>): Promise<void> {
    const signals = batch.records.flatMap(({ event }) => (event === null ? [] : [event]));
    const { ofCanary = [], ofPatients = [] } = Object.groupBy(signals, (signal) =>
      isOfCanary(signal) ? 'ofCanary' : 'ofPatients',
    );
    if (ofPatients.length > 0) await this.#fold(ofPatients);
    // Once those that came before it are alerts.
    await this.canary.keep('signals', ofCanary.filter(isOfScore));
  }

  async #fold(signals: readonly Signal[]): Promise<void> {
    const scores = signals.flatMap(({ score }) => (score === null ? [] : [score]));
    // Apart: the chart writes the same scores, and each of the two would wait for all else that the other does.
    if (scores.length > 0) {
      await this.commands.execute('chart-scores', system, async (command) => {
        await together([this.patients.holdMerges(command.client), this.charting.chartScores(command, scores)]);
      });
    }
    const decided = await this.commands.execute('fold-signals', system, async (command) => {
      const survivors = await this.patients.survivorsOf(
        command.client,
        signals.map(({ patientId }) => patientId),
      );
      const current = signals.map((signal) => ({
        ...signal,
        patientId: survivors.get(signal.patientId) ?? signal.patientId,
      }));
      return this.folding.fold(command, current);
    });
    this.metrics.alerted(decided);
  }
}

const system = { by: homewardItself };
const scoreCondition = conditionOf('score');
const isOfScore = ({ condition, kind }: Signal): boolean => condition === scoreCondition && kind !== 'withdrawn';
