import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  asOfInstant,
  instant,
  type MonitoringPause,
  type NewPause,
  type Page,
  type PatientId,
  PauseId,
} from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import { CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { CLOCK } from '../../parts.module.ts';
import { PlansService } from '../plans/plans.service.ts';
import { PatientNotAdmittedError } from './pause-errors.ts';
import { withoutPause, withPause } from './pausing.ts';

/**
 * Begins and ends the times during which no readings of a patient are expected. They are a part of the plan, so they go out
 * with it and end by themselves at their own time; nothing else of the plan changes with them, and readings that do come
 * count as ever.
 */
@Injectable()
export class PausesService {
  constructor(
    private readonly commands: CommandsService,
    private readonly plans: PlansService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Those in force and to come, in order.
   *
   * @throws PatientNotFoundError
   * @throws AsOfInFutureError
   */
  async list(patientId: PatientId, asOf: string | undefined): Promise<Page<MonitoringPause>> {
    const plan = await this.plans.get(patientId, asOfInstant(asOf, this.clock.now()));
    return { items: plan.pauses, nextCursor: null };
  }

  /**
   * @throws PatientNotFoundError
   * @throws PatientNotAdmittedError
   * @throws PauseRefusedError
   * @throws PauseOverlapsError
   */
  async begin(patientId: PatientId, asked: NewPause, context: CommandContext): Promise<MonitoringPause> {
    const id = PauseId.parse(randomUUID());
    const by = { id: context.by.id, name: context.by.name };
    return this.commands.execute('pause-monitoring', context, (command) =>
      this.plans.changePauses(command, patientId, ({ stay, pauses }) => {
        if (stay === null) throw new PatientNotAdmittedError(patientId);
        const after = withPause(pauses, asked, { id, by, at: instant(command.at) });
        return {
          ...after,
          text: `Paused monitoring from ${after.pause.from} until ${after.pause.until}: ${asked.reason}.`,
        };
      }),
    );
  }

  /**
   * Ends a pause before its time, or takes back one that has not begun.
   *
   * @throws PatientNotFoundError
   * @throws PauseNotFoundError
   */
  async end(patientId: PatientId, id: PauseId, context: CommandContext): Promise<MonitoringPause> {
    return this.commands.execute('end-pause', context, (command) =>
      this.plans.changePauses(command, patientId, ({ pauses }) => ({
        ...withoutPause(pauses, id, instant(command.at)),
        text: 'Ended a pause of monitoring.',
      })),
    );
  }
}
