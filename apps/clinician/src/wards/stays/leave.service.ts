import { Injectable } from '@nestjs/common';
import { instant, type Stay, type StayId, type StayLeave } from '#libs/contracts';
import { CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { leaveFaults, pausesAfterReturn, pausesOnLeave } from './leave.ts';
import { StayNotOnLeaveError, StayOnLeaveError, StayRefusedError } from './stay-errors.ts';
import { StayWriter } from './stay-writer.service.ts';
import { StaysService } from './stays.service.ts';

/**
 * Lets patients go on leave and come back. The bed stays theirs, and no reading is waited for meanwhile; a patient who is not
 * back in time is waited for again, and is a task for those who are on the ward.
 */
@Injectable()
export class LeaveService {
  constructor(
    private readonly commands: CommandsService,
    private readonly stays: StaysService,
    private readonly writer: StayWriter,
  ) {}

  /**
   * @throws StayNotFoundError
   * @throws ChangedMeanwhileError
   * @throws StayAlreadyDischargedError
   * @throws StayOnLeaveError
   * @throws StayRefusedError
   */
  async begin(id: StayId, asked: StayLeave, context: CommandContext): Promise<Stay> {
    return this.commands.execute('begin-leave', context, async (command) => {
      await this.writer.lockPatientsOf(command, [id]);
      const before = await this.stays.lock(command, id);
      if (before.leave !== null) throw new StayOnLeaveError(id, before.leave.until);
      const since = instant(command.at);
      const until = instant(Date.parse(asked.until));
      const faults = leaveFaults(until, since);
      if (faults.length > 0) throw new StayRefusedError(faults);
      const leave = { since, until, reason: asked.reason };
      const record = { ...before, state: 'on-leave' as const, leave, revision: before.revision + 1 };
      const by = { id: command.by.id, name: command.by.name };
      return this.writer.change(command, {
        before,
        record,
        change: 'on-leave',
        text: `On leave until ${until}: ${asked.reason}`,
        pauses: (pauses) => pausesOnLeave(pauses, record, by),
      });
    });
  }

  /**
   * @throws StayNotFoundError
   * @throws ChangedMeanwhileError
   * @throws StayAlreadyDischargedError
   * @throws StayNotOnLeaveError
   */
  async end(id: StayId, context: CommandContext): Promise<Stay> {
    return this.commands.execute('end-leave', context, async (command) => {
      await this.writer.lockPatientsOf(command, [id]);
      const before = await this.stays.lock(command, id);
      if (before.leave === null) throw new StayNotOnLeaveError(id);
      return this.writer.change(command, {
        before,
        record: { ...before, state: 'admitted', leave: null, revision: before.revision + 1 },
        change: 'returned',
        text: 'Back from leave.',
        pauses: (pauses) => pausesAfterReturn(pauses, before),
      });
    });
  }
}
