import { Controller } from '@nestjs/common';
import { canaryDeviceId, homewardItself, isOfCanary, type PatientId, type Quarantined } from '#libs/contracts';
import { together } from '#libs/database';
import { type EventBatch, FromLog } from '#libs/event-log';
import { CommandsService } from '../../commands/commands.service.ts';
import { chartTransport } from '../../parts.module.ts';
import { CanaryArrivalsService } from '../canary/canary-arrivals.service.ts';
import { PatientsService } from '../patients/patients.service.ts';
import { QuarantineService } from '../quarantine/quarantine.service.ts';
import { CarriedReadingsService } from './carried-readings.service.ts';
import { ChartingService } from './charting.service.ts';

const system = { by: homewardItself };

/**
 * Puts what comes off the log onto the chart, a batch in one transaction, together with its live changes. A batch that comes
 * again adds nothing and shows nothing again; the newest value of each code is the one taken last, in whatever order they
 * come. What is of the canary is on no chart; what is of a record that was merged is on that of the other one.
 */
@Controller()
export class ChartingConsumer {
  constructor(
    private readonly commands: CommandsService,
    private readonly charting: ChartingService,
    private readonly quarantine: QuarantineService,
    private readonly canary: CanaryArrivalsService,
    private readonly patients: PatientsService,
    private readonly carried: CarriedReadingsService,
  ) {}

  @FromLog('observations', chartTransport)
  async onObservations(batch: EventBatch<'observations'>): Promise<void> {
    const sets = eventsOf(batch).filter((set) => !isOfCanary(set));
    if (sets.length === 0) return;
    await this.commands.execute('chart-observations', system, async (command) => {
      await together([this.patients.holdMerges(command.client), this.charting.chartSets(command, sets)]);
      await this.carried.redirect(command, sets);
    });
  }

  @FromLog('scores', chartTransport)
  async onScores(batch: EventBatch<'scores'>): Promise<void> {
    const { ofCanary = [], ofPatients: scores = [] } = Object.groupBy(eventsOf(batch), (score) =>
      isOfCanary(score) ? 'ofCanary' : 'ofPatients',
    );
    if (scores.length > 0) {
      await this.commands.execute('chart-scores', system, async (command) => {
        // Tasks follow, of stays that a merge may be about to carry.
        await together([this.patients.holdMerges(command.client), this.charting.chartScores(command, scores)]);
      });
    }
    await this.canary.keep('scores', ofCanary);
  }

  @FromLog('quarantine', chartTransport)
  async onQuarantine(batch: EventBatch<'quarantine'>): Promise<void> {
    // Until the gateway service knows the canary's device.
    const events = eventsOf(batch).filter(({ deviceId }) => deviceId !== canaryDeviceId);
    if (events.length === 0) return;
    await this.commands.execute('keep-quarantined', system, async (command) => {
      const survivors = await this.patients.survivorsOf(
        command.client,
        events.flatMap(({ patientId }) => patientId ?? []),
      );
      await this.quarantine.keep(
        command,
        events.map((event) => underSurvivor(event, survivors)),
      );
    });
  }
}

function underSurvivor(event: Quarantined, survivors: ReadonlyMap<PatientId, PatientId>): Quarantined {
  const survivor = event.patientId === undefined ? undefined : survivors.get(event.patientId);
  return survivor === undefined ? event : { ...event, patientId: survivor };
}

function eventsOf<Event>(batch: { readonly records: readonly { readonly event: Event | null }[] }): readonly Event[] {
  return batch.records.flatMap(({ event }) => (event === null ? [] : [event]));
}
