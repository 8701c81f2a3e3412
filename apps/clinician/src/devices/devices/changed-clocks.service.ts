import { Inject, Injectable } from '@nestjs/common';
import { homewardItself } from '#libs/contracts';
import type { Timers } from '#libs/timers';
import { CommandsService } from '../../commands/commands.service.ts';
import { Hook } from '../../commands/hook.service.ts';
import { TIMERS } from '../../parts.module.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { QuarantineService } from '../../record/quarantine/quarantine.service.ts';
import { arrivalsThatAgree, isSameOffset, steadyAheadSeconds } from './clock-skew.ts';
import type { CorrectedClock, EndedCorrection } from './corrected-clock.ts';
import { DevicesService } from './devices.service.ts';

const lookEveryMilliseconds = 30_000;

/**
 * Ends the correction of a clock that is not so far ahead any more: it has been set, as a reading that counts as the device says
 * it shows, or what is refused of it is steadily off by something else. Until then the intake lets through only what fits
 * either the correction or the time. One replica looks at a time.
 */
@Injectable()
export class ChangedClocksService {
  /** Runs within the transaction that ends a correction. */
  readonly ended = new Hook<EndedCorrection>();

  constructor(
    @Inject(TIMERS) timers: Timers,
    private readonly commands: CommandsService,
    private readonly devices: DevicesService,
    private readonly patients: PatientsService,
    private readonly chart: ChartService,
    private readonly quarantine: QuarantineService,
  ) {
    timers.repeat({
      kind: 'changed-clocks',
      everyMilliseconds: lookEveryMilliseconds,
      work: () => this.review(),
    });
  }

  /** Ends every correction that does not hold any more. */
  async review(): Promise<void> {
    const corrected = await this.devices.correctedClocks();
    if (corrected.length === 0) return;
    const ids = corrected.map(({ deviceId }) => deviceId);
    const held = corrected.map(({ deviceId, patientId, correction }) => ({
      deviceId,
      patientId,
      since: correction.from,
    }));
    const [set, refused] = await Promise.all([
      this.chart.takenAtTheirWord(held),
      this.quarantine.newestOf(ids, arrivalsThatAgree),
    ]);
    for (const clock of corrected) {
      const { deviceId, correction } = clock;
      const newest = (refused.get(deviceId) ?? []).filter(({ receivedAt }) => receivedAt >= correction.from);
      const other = steadyAheadSeconds(newest);
      const isOff = other !== undefined && !isSameOffset(other, correction.aheadSeconds);
      if (set.has(deviceId)) await this.#end(clock, 'The clock of the device has been set.');
      else if (isOff) await this.#end(clock, 'The clock of the device is off by something else now.');
    }
  }

  async #end(clock: CorrectedClock, because: string): Promise<void> {
    await this.commands.execute('end-clock-correction', { by: homewardItself }, async (command) => {
      await this.patients.lock(command.client, clock.patientId);
      const { change } = await this.devices.trustClockWithin(command, clock.deviceId, because);
      if (change === 'trusted') await this.ended.run(command, { ...clock, because });
    });
  }
}
