import { Injectable } from '@nestjs/common';
import type { Command } from '../../commands/commands.service.ts';
import { Hook } from '../../commands/hook.service.ts';
import type { AlertRecord } from './alert-decision.ts';
import type { AlertChange } from './alert-event.ts';
import { AlertsStore } from './alerts.store.ts';

/**
 * The only one that writes alerts, whatever changes them: signals, people, or the end of a stay. The row, its audit, its
 * live change and what reacts to it are part of the command, so all of them are there, or none. The caller has locked the
 * alerts, or the stays that they are to belong to.
 */
@Injectable()
export class AlertWriter {
  /** Reacts to each change of an alert, within the command. */
  readonly changed = new Hook<Pick<AlertChange, 'before' | 'after'>>();

  constructor(private readonly store: AlertsStore) {}

  /** @param changes in their order; one alert may be there more than once, each time with its next revision. */
  async write(command: Command, changes: readonly AlertChange[]): Promise<void> {
    if (changes.length === 0) return;
    const newest = new Map(changes.map(({ after }): [string, AlertRecord] => [after.id, after]));
    await this.store.save(command.client, [...newest.values()]);
    await command.audit(
      ...changes.map(({ after, text, facts }) => ({
        subject: { kind: 'alert' as const, id: after.id },
        patientId: after.patientId,
        revision: after.revision,
        text,
        facts,
        state: after,
      })),
    );
    command.changed(...[...newest.values()].map(({ id }) => ({ kind: 'alert' as const, alertId: id })));
    for (const { before, after } of changes) await this.changed.run(command, { before, after });
  }
}
