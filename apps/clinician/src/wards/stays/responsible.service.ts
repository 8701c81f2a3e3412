import { Injectable } from '@nestjs/common';
import { instant, type Stay, type StayId } from '#libs/contracts';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { decideHandingBack, decideTaking, type ResponsibleDecision } from './responsible.ts';
import { StayWriter } from './stay-writer.service.ts';
import { StaysService } from './stays.service.ts';

/** Takes patients on for a clinician, and hands them back. The end of a stay ends it, too. */
@Injectable()
export class ResponsibleService {
  constructor(
    private readonly commands: CommandsService,
    private readonly stays: StaysService,
    private readonly writer: StayWriter,
  ) {}

  /**
   * "I have this patient"; the same again changes nothing.
   *
   * @throws StayNotFoundError
   * @throws ChangedMeanwhileError
   * @throws StayAlreadyDischargedError
   */
  async take(id: StayId, context: CommandContext): Promise<Stay> {
    return this.commands.execute('take-patient', context, async (command) => {
      const before = await this.stays.lock(command, id);
      const person = { id: command.by.id, name: command.by.name };
      return this.#save(command, before, decideTaking(before, person, instant(command.at)));
    });
  }

  /**
   * Ends that; nothing changes when no clinician has the patient.
   *
   * @throws StayNotFoundError
   * @throws ChangedMeanwhileError
   * @throws StayAlreadyDischargedError
   * @throws NotResponsibleError
   */
  async handBack(id: StayId, context: CommandContext): Promise<Stay> {
    return this.commands.execute('hand-back-patient', context, async (command) => {
      const before = await this.stays.lock(command, id);
      return this.#save(command, before, decideHandingBack(before, command.by));
    });
  }

  async #save(command: Command, before: Stay, decision: ResponsibleDecision): Promise<Stay> {
    if (decision.change === 'none') return before;
    const { responsible, text } = decision;
    return this.writer.note(command, { ...before, responsible, revision: before.revision + 1 }, text);
  }
}
