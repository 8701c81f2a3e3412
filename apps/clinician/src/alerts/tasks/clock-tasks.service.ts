import { Injectable } from '@nestjs/common';
import { instant, offsetInWords } from '#libs/contracts';
import type { Command } from '../../commands/commands.service.ts';
import { ChangedClocksService } from '../../devices/devices/changed-clocks.service.ts';
import type { EndedCorrection } from '../../devices/devices/corrected-clock.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { TaskWriter } from './task-writer.service.ts';

/** That the clock of a device is not corrected any more is a task on the row of the patient on a ward who has it. */
@Injectable()
export class ClockTasksService {
  constructor(
    private readonly stays: StaysService,
    private readonly writer: TaskWriter,
    clocks: ChangedClocksService,
  ) {
    clocks.ended.add((command, correction) => this.#onEnded(command, correction));
  }

  async #onEnded(command: Command, { deviceId, patientId, correction, because }: EndedCorrection): Promise<void> {
    const stays = await this.stays.lockOpen(command.client, [patientId]);
    const stay = stays.get(patientId);
    if (stay === undefined) return;
    const was = offsetInWords(correction.aheadSeconds);
    await this.writer.schedule(command, {
      patientId,
      stayId: stay.id,
      kind: 'device-clock',
      subject: deviceId,
      codes: [],
      silentParty: null,
      dueAt: instant(command.at),
      words: `${because} What ${deviceId} measures is no longer put back by ${was}: check that its newest readings have the right time.`,
    });
  }
}
