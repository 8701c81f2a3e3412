import { Inject, Injectable } from '@nestjs/common';
import { AlertId, homewardItself, instant } from '#libs/contracts';
import type { DueTimer, Timers } from '#libs/timers';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import { TIMERS } from '../../parts.module.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import type { AlertRecord } from './alert-decision.ts';
import { dueOf } from './alert-due.ts';
import { type AlertChange, joined } from './alert-event.ts';
import { AlertWriter } from './alert-writer.service.ts';
import { AlertsStore } from './alerts.store.ts';
import { alertTimer } from './escalation.ts';
import { MutedAlertsService } from './muted-alerts.service.ts';
import { ReturnsService } from './returns.service.ts';
import { type DueStep, EscalationStepsService } from './escalation-steps.service.ts';

/**
 * Does what time makes of alerts: the next step of an escalation, an acknowledgement that lapses, a snooze that is over, a
 * condition that has cleared, one that still stands after its alert was resolved. Each happens once, in the transaction that takes its timer away, whichever replica takes it;
 * what follows has a timer of its own.
 */
@Injectable()
export class AlertDueService {
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    @Inject(TIMERS) timers: Timers,
    commands: CommandsService,
    private readonly store: AlertsStore,
    private readonly stays: StaysService,
    private readonly writer: AlertWriter,
    private readonly steps: EscalationStepsService,
    private readonly muting: MutedAlertsService,
    private readonly returns: ReturnsService,
  ) {
    timers.register({
      kind: alertTimer,
      onDue: (client, due, entities) =>
        commands.executeWithin({ client, entities }, { name: 'alerts-due', by: homewardItself }, (command) =>
          this.#onDue(command, due),
        ),
    });
  }

  async #onDue(command: Command, timers: readonly DueTimer[]): Promise<void> {
    const { client, at } = command;
    const revisions = new Map(timers.map(({ subject, revision }) => [subject, revision]));
    const patientIds = await this.store.patientsOf(
      client,
      [...revisions.keys()].map((id) => AlertId.parse(id)),
    );
    // First the stays, as everything that decides about these patients.
    const stays = await this.stays.lockOpen(client, patientIds);
    const open = Map.groupBy(await this.store.lockOpen(client, patientIds), ({ patientId }) => patientId);
    const changes: AlertChange[] = [];
    const dueSteps: DueStep[] = [];
    const joining: Joining[] = [];
    for (const [patientId, alerts] of open) {
      const wardId = stays.get(patientId)?.wardId;
      for (const alert of alerts.filter(({ id, revision }) => revisions.get(id) === revision)) {
        const related = alerts.filter(({ id }) => id !== alert.id);
        const due = dueOf(alert, related, at);
        if (due?.due === 'change') changes.push(due.change);
        if (due?.due === 'join') joining.push({ alert, ahead: due.ahead });
        if (due?.due !== 'step' || wardId === undefined) continue;
        dueSteps.push({ alert, wardId, related: related.filter(({ state }) => state === 'raised').length, note: null });
      }
    }
    const muted = await this.muting.mute(
      command,
      dueSteps.map(({ alert }) => alert),
    );
    const isMuted = new Set(muted.map(({ after }) => after.id));
    const steps = await this.steps.take(
      command,
      dueSteps.filter(({ alert }) => !isMuted.has(alert.id)),
    );
    const taken = new Map(steps.map(({ after }) => [after.id, after]));
    const joins = joining.map(({ alert, ahead }) => join(alert, taken.get(ahead.id) ?? ahead, at));
    await this.writer.write(command, [...changes, ...muted, ...steps, ...joins]);
    await this.returns.onDue(command, revisions, stays);
  }
}

/** An alert whose people are notified with those of another. */
interface Joining {
  readonly alert: AlertRecord;
  readonly ahead: AlertRecord;
}

/** It waits until the alert ahead of it takes its next step, a moment at least: that one may be about to take one. */
function join(alert: AlertRecord, ahead: AlertRecord, now: Date): AlertChange {
  const soon = instant(now.getTime() + 1000);
  const next = ahead.escalation?.nextStepAt ?? soon;
  const nextStepAt = next > soon ? next : soon;
  const escalation = alert.escalation && { ...alert.escalation, nextStepAt };
  const after = { ...alert, escalation, undoableUntil: null, revision: alert.revision + 1 };
  return { before: alert, after, ...joined(ahead) };
}
