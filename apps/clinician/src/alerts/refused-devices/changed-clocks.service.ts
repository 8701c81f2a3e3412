import { Inject, Injectable } from '@nestjs/common';
import { homewardItself, type Instant, instant, offsetInWords, type StayId } from '#libs/contracts';
import type { Timers } from '#libs/timers';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import { arrivalsThatAgree, isSameOffset, steadyAheadSeconds } from '../../devices/devices/clock-skew.ts';
import { DevicesService } from '../../devices/devices/devices.service.ts';
import type { CorrectedClock } from '../../devices/devices/corrected-clock.ts';
import { TIMERS } from '../../parts.module.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { QuarantineService } from '../../record/quarantine/quarantine.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { TaskWriter } from '../tasks/task-writer.service.ts';

const lookEveryMilliseconds = 30_000;

/**
 * Ends the correction of a clock that is not so far ahead any more, and says so on the row of the patient who has the device: it
 * has been set, as a reading that counts as the device says it shows, or what is refused of it is steadily off by something
 * else. Until then the intake lets through only what fits either the correction or the time. One replica looks at a time.
 */
@Injectable()
export class ChangedClocksService {
  constructor(
    @Inject(TIMERS) timers: Timers,
    private readonly commands: CommandsService,
    private readonly patients: PatientsService,
    private readonly devices: DevicesService,
    private readonly chart: ChartService,
    private readonly quarantine: QuarantineService,
    private readonly stays: StaysService,
    private readonly tasks: TaskWriter,
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
    const [set, refused] = await Promise.all([
      this.chart.takenAtTheirWord(
        corrected.map(({ deviceId, patientId, correction }) => ({ deviceId, patientId, since: correction.from })),
      ),
      this.quarantine.newestOf(
        corrected.map(({ deviceId }) => deviceId),
        arrivalsThatAgree,
      ),
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
      const stays = await this.stays.lockOpen(command.client, [clock.patientId]);
      const { clockCorrection } = await this.devices.trustClockWithin(command, clock.deviceId, because);
      const stay = stays.get(clock.patientId);
      if (clockCorrection === null && stay !== undefined) await this.#say(command, { clock, because, stayId: stay.id });
    });
  }

  async #say(
    command: Command,
    { clock, because, stayId }: { readonly clock: CorrectedClock; readonly because: string; readonly stayId: StayId },
  ): Promise<void> {
    const { deviceId, patientId, correction } = clock;
    const at: Instant = instant(command.at);
    const was = offsetInWords(correction.aheadSeconds);
    await this.tasks.schedule(command, {
      patientId,
      stayId,
      kind: 'device-clock',
      subject: deviceId,
      codes: [],
      silentParty: 'device',
      dueAt: at,
      words: `${because} What ${deviceId} measures is no longer put back by ${was}: check that its newest readings have the right time.`,
    });
  }
}
