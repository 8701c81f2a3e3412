import { Inject, Injectable } from '@nestjs/common';
import { homewardItself, instant, type MonitoringPlan, PatientId } from '#libs/contracts';
import type { DueTimer, Timers } from '#libs/timers';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import { TIMERS } from '../../parts.module.ts';
import { nextLapse } from './plan-lapse.ts';
import { PlansStore } from './plans.store.ts';

const lapse = 'plan-lapse';

/**
 * Puts a plan into the live stream when a part of it lapses by its own date. The plan itself needs no timer: who reads it
 * says what is in force. Who has it on screen has to hear of it.
 */
@Injectable()
export class PlanLapseService {
  constructor(
    @Inject(TIMERS) timers: Timers,
    private readonly commands: CommandsService,
    private readonly store: PlansStore,
  ) {
    timers.register({
      kind: lapse,
      onDue: (client, due, entities) =>
        this.commands.executeWithin({ client, entities }, { name: lapse, by: homewardItself }, (command) =>
          this.#onDue(command, due),
        ),
    });
  }

  /** Has the stream told when the next part of the plan lapses; takes the place of what was scheduled before. */
  schedule(command: Command, plan: MonitoringPlan): void {
    const next = nextLapse(plan, instant(command.at));
    if (next === undefined) return;
    const { patientId, revision } = plan;
    command.schedule({ kind: lapse, subject: patientId, revision, dueAt: new Date(next) });
  }

  /** A plan that was changed meanwhile has a timer of its own. */
  async #onDue(command: Command, due: readonly DueTimer[]): Promise<void> {
    const revisions = new Map(due.map(({ subject, revision }) => [subject, revision]));
    const patientIds = due.map(({ subject }) => PatientId.parse(subject));
    const plans = await this.store.findMany(patientIds, command.client);
    for (const plan of plans.filter(({ patientId, revision }) => revisions.get(patientId) === revision)) {
      command.changed({ kind: 'plan', patientId: plan.patientId });
      this.schedule(command, plan);
    }
  }
}
