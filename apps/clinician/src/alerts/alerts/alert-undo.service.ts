import { Injectable } from '@nestjs/common';
import { type Alert, AlertEventKind, type AlertId, alertId } from '#libs/contracts';
import type { AuditRecord } from '../../commands/audit/audit-entry.ts';
import { AuditService } from '../../commands/audit/audit.service.ts';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { namedLike } from '../naming/named-like.ts';
import { NothingToUndoError, UndoTooLateError } from '../undo/undo-errors.ts';
import { decideUndo } from '../undo/undo.ts';
import { type AlertRecord, shown } from './alert-decision.ts';
import { AlertNotFoundError } from './alert-errors.ts';
import { changeByPerson, type TakenBack, takenBack } from './alert-event.ts';
import { AlertSignalsStore } from './alert-signals.store.ts';
import { AlertWriter } from './alert-writer.service.ts';
import { AlertsService } from './alerts.service.ts';
import { AlertsStore } from './alerts.store.ts';
import { FoldingService } from './folding.service.ts';

/**
 * Takes back the answer that a person gave to an alert last, within a minute: the alert, those that the answer was given to
 * as related, and their signals are as they were before it, and what came meanwhile is decided about again, so that an answer taken back leaves what none would have left.
 */
@Injectable()
export class AlertUndoService {
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    private readonly commands: CommandsService,
    private readonly audit: AuditService,
    private readonly alerts: AlertsService,
    private readonly store: AlertsStore,
    private readonly signals: AlertSignalsStore,
    private readonly writer: AlertWriter,
    private readonly folding: FoldingService,
    private readonly stays: StaysService,
  ) {}

  /**
   * @throws AlertNotFoundError
   * @throws ChangedMeanwhileError
   * @throws NothingToUndoError
   * @throws UndoTooLateError
   */
  async undo(id: AlertId, context: CommandContext): Promise<Alert> {
    // Before the transaction, which must not wait for a second connection.
    const read = await this.alerts.get(id);
    const { patientId, wardId } = read;
    return this.commands.execute('undo-alert-answer', context, async (command) => {
      // First the stay, as folding does: its signals and the end of the stay wait.
      const stay = (await this.stays.lockOpen(command.client, [patientId])).get(patientId);
      const alert = await this.#lock(command, id);
      const beside = await this.alerts.scoreBeside(command.client, alert);
      const onWard = (record: AlertRecord): Alert => beside(namedLike(shown(record, stay?.wardId ?? wardId), read));
      await command.expectRevision({ kind: 'alert', id }, onWard(alert));
      const [before, answer] = await this.audit.since(command.client, { kind: 'alert', id }, alert.revision - 1);
      this.#assertUndoable(command, alert, answer ?? before);
      if (stay?.id !== alert.stayId) throw new NothingToUndoError({ kind: 'alert', id }, { because: 'stay-ended' });
      await this.#assertNoneSince(command, alert);
      await this.#takeBackRelated(command, alert, answer);
      await this.#takeBack(command, alert, { ...takenBack(before, answer), kind: kindOf(answer) });
      return onWard(await this.#lock(command, id));
    });
  }

  async #lock({ client }: Command, id: AlertId): Promise<AlertRecord> {
    const alert = await this.store.lock(client, id);
    if (alert === undefined) throw new AlertNotFoundError(id);
    return alert;
  }

  #assertUndoable({ by, at }: Command, alert: AlertRecord, last: AuditRecord | undefined): void {
    const { undoableUntil, id } = alert;
    const decision = decideUndo({ undoableUntil, by: last?.by ?? null }, { by, at });
    if (decision === 'too-late') throw new UndoTooLateError({ kind: 'alert', id }, undoableUntil);
    if (decision === 'apply') return;
    if (last === undefined) throw new Error(`Alert ${id} has no audit of its last change.`);
    const { facts, ...change } = last;
    const what = typeof facts['kind'] === 'string' ? facts['kind'] : change.command;
    throw new NothingToUndoError(
      { kind: 'alert', id },
      { because: 'other-change', what, by: change.by, at: change.at },
    );
  }

  /** The next alert of a condition, open or withdrawn, has an id that follows from the resolution of the one before. */
  async #assertNoneSince({ client }: Command, { id, stayId, condition, resolvedAt }: AlertRecord): Promise<void> {
    if (resolvedAt === null) return;
    const next = await this.store.lock(client, alertId(stayId, condition, resolvedAt));
    if (next !== undefined) throw new NothingToUndoError({ kind: 'alert', id }, { because: 'raised-since' });
  }

  /** The same answer was given to related alerts: those that nothing has changed since are as before, too. */
  async #takeBackRelated(command: Command, undone: AlertRecord, given: AuditRecord | undefined): Promise<void> {
    const open = await this.store.lockOpen(command.client, [undone.patientId]);
    const unchanged = open.filter(({ id, undoableUntil }) => id !== undone.id && undoableUntil !== null);
    for (const alert of unchanged) {
      const subject = { kind: 'alert', id: alert.id } as const;
      const [before, answer] = await this.audit.since(command.client, subject, alert.revision - 1);
      if (answer?.facts['relatedTo'] !== undone.id || answer.at !== given?.at) continue;
      await this.#takeBack(command, alert, { ...takenBack(before, answer), kind: kindOf(answer), related: undone });
    }
  }

  async #takeBack(
    command: Command,
    alert: AlertRecord,
    { was, signals, kind, related }: TakenBack & { readonly kind: AlertEventKind; readonly related?: AlertRecord },
  ): Promise<void> {
    const after: AlertRecord = { ...alert, ...was, undoableUntil: null, revision: alert.revision + 1 };
    await this.signals.takeBack(command.client, alert, signals);
    await this.writer.write(command, [{ before: alert, after, ...changeByPerson.undone(kind, related) }]);
    await this.folding.foldAgain(command, after);
  }
}

/** Only `AlertWriter` writes alerts into the audit, always with the kind of the event. */
const kindOf = (answer: AuditRecord | undefined): AlertEventKind => AlertEventKind.parse(answer?.facts['kind']);
