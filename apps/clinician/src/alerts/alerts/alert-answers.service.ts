import { Injectable } from '@nestjs/common';
import {
  type Alert,
  type AlertId,
  type AlertOutcome,
  instant,
  isOpenStay,
  type ReassignAlert,
  type SnoozeAlert,
  snoozeMinutes,
} from '#libs/contracts';
import { may } from '#libs/identity';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { NotificationsService, type Reply } from '../../notifications/notifications/notifications.service.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { StaffService } from '../../staff/people/staff.service.ts';
import { TeamsService } from '../../staff/teams/teams.service.ts';
import { type StayChange, StaysService } from '../../wards/stays/stays.service.ts';
import { namedLike } from '../naming/named-like.ts';
import { undoableUntil } from '../undo/undo.ts';
import {
  acceptedBy,
  acknowledgedBy,
  type Answering,
  declined,
  handedOver,
  lapsesAt,
  laterThan,
  resolvedBy,
  snoozedBy,
} from './alert-answers.ts';
import { type AlertRecord, shown } from './alert-decision.ts';
import {
  AlertNotFoundError,
  AlertResolvedError,
  NotHandedToTeamError,
  NotInTeamError,
  SnoozeRefusedError,
} from './alert-errors.ts';
import { type AuditedChange, changeByPerson, isNotification } from './alert-event.ts';
import { AlertSignalsStore } from './alert-signals.store.ts';
import { AlertWriter } from './alert-writer.service.ts';
import { AlertsService } from './alerts.service.ts';
import { AlertsStore } from './alerts.store.ts';
import { type AnswerDecision, decideAcknowledgement, decideReply, decideResolution } from './answer-decision.ts';
import { EscalationStepsService } from './escalation-steps.service.ts';
import { isRelated } from './related-alerts.ts';
import { ReturnsService } from './returns.service.ts';

/** What a person's answer comes to, and what it makes of the alert where it applies. */
interface Answer {
  readonly decision: AnswerDecision;
  readonly after: Partial<AlertRecord>;
  readonly audited: AuditedChange;
}

/** An alert with the command that answers it, and who asked for that. */
interface Asked {
  readonly id: AlertId;
  readonly context: CommandContext;
}

const apply: AnswerDecision = { decision: 'apply' };

/**
 * Takes what people do about alerts. An answer is given to the alert that the person saw: where it has changed since,
 * nothing is changed. The same answer again changes nothing either. Acknowledging an alert acknowledges the related ones of
 * the patient that are no more urgent; the end of the stay resolves all of them.
 */
@Injectable()
export class AlertAnswersService {
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    private readonly commands: CommandsService,
    private readonly alerts: AlertsService,
    private readonly store: AlertsStore,
    private readonly signals: AlertSignalsStore,
    private readonly writer: AlertWriter,
    private readonly steps: EscalationStepsService,
    private readonly stays: StaysService,
    private readonly chart: ChartService,
    private readonly staff: StaffService,
    private readonly teams: TeamsService,
    private readonly returns: ReturnsService,
    notifications: NotificationsService,
  ) {
    stays.changed.add((command, change) => this.#followStay(command, change));
    notifications.replied.add((command, reply) => this.#acknowledgeByReply(command, reply));
  }

  /**
   * The person sees to the alert from now on, and to the related ones.
   *
   * @throws AlertNotFoundError
   * @throws AlertResolvedError
   * @throws ChangedMeanwhileError
   */
  async acknowledge(id: AlertId, note: string | null, context: CommandContext): Promise<Alert> {
    return this.#answer('acknowledge-alert', { id, context }, (alert, command) => ({
      decision: decideAcknowledgement(alert, command.by),
      after: acknowledgedBy(alert, command, note),
      audited: changeByPerson.acknowledged(note),
    }));
  }

  /**
   * Closes the alert, with what was done or found.
   *
   * @throws AlertNotFoundError
   * @throws AlertResolvedError
   * @throws ChangedMeanwhileError
   */
  async resolve(
    id: AlertId,
    { outcome, note }: { readonly outcome: AlertOutcome; readonly note: string | null },
    context: CommandContext,
  ): Promise<Alert> {
    return this.#answer('resolve-alert', { id, context }, async (alert, command) => {
      const { at, by } = command;
      const resolved = resolvedBy({ by, at: laterThan(alert.since, at) }, { outcome, note });
      const returnsAt = await this.returns.returnsAt(command, { ...alert, ...resolved });
      return {
        decision: decideResolution(alert, { by, outcome, note }),
        after: { ...resolved, returnsAt, undoableUntil: undoableUntil(at) },
        audited: changeByPerson.resolved(outcome, note),
      };
    });
  }

  /**
   * Hands the alert to a person, or to a team. That acknowledges it.
   *
   * @throws PersonNotFoundError
   * @throws TeamNotFoundError
   */
  async reassign(id: AlertId, asked: ReassignAlert, context: CommandContext): Promise<Alert> {
    const note = asked.note ?? null;
    if ('teamId' in asked) {
      const { name } = await this.teams.get(asked.teamId);
      const team = { teamId: asked.teamId, name };
      return this.#answer('reassign-alert', { id, context }, (alert, command) => ({
        decision: open(alert),
        after: { ...handedOver(alert, command, { team }), acknowledgementNote: note },
        audited: changeByPerson.handedToTeam(team, note),
      }));
    }
    const owner = await this.staff.get(asked.personId);
    return this.#answer('reassign-alert', { id, context }, (alert, command) => ({
      decision: open(alert),
      after: { ...handedOver(alert, command, { owner }), acknowledgementNote: note },
      audited: changeByPerson.handedToPerson(owner, note),
    }));
  }

  /**
   * A member of the team sees to what was handed to it.
   *
   * @throws NotHandedToTeamError
   * @throws NotInTeamError
   */
  async accept(id: AlertId, context: CommandContext): Promise<Alert> {
    return this.#answerForTeam('accept-alert', { id, context }, (alert, handedTo, answering) => ({
      after: acceptedBy(alert, answering),
      audited: changeByPerson.accepted(handedTo),
    }));
  }

  /**
   * A member of the team gives back what was handed to it.
   *
   * @throws NotHandedToTeamError
   * @throws NotInTeamError
   */
  async decline(id: AlertId, reason: string, context: CommandContext): Promise<Alert> {
    return this.#answerForTeam('decline-alert', { id, context }, (alert, handedTo) => ({
      after: declined(alert),
      audited: changeByPerson.declined(handedTo, reason),
    }));
  }

  /** The person sees to the alert from now on, also where another did before. */
  async takeOver(id: AlertId, context: CommandContext): Promise<Alert> {
    return this.#answer('take-over-alert', { id, context }, (alert, command) => ({
      decision: alert.owner?.id === command.by.id ? { decision: 'nothing', because: 'repeated' } : open(alert),
      after: acknowledgedBy(alert, command, alert.acknowledgementNote),
      audited: changeByPerson.takenOver(alert.owner),
    }));
  }

  /**
   * Puts the alert off until then.
   *
   * @throws SnoozeRefusedError beyond the limit of the tier, in the past, and of an event.
   */
  async snooze(id: AlertId, { until: asked, reason }: SnoozeAlert, context: CommandContext): Promise<Alert> {
    const { patientId } = await this.alerts.get(id);
    const total = (await this.chart.latestOf([patientId])).get(patientId)?.score?.min ?? null;
    const until = instant(new Date(asked));
    return this.#answer('snooze-alert', { id, context }, (alert, command) => {
      const decision = open(alert);
      if (decision.decision === 'apply') assertWithinLimit(alert, until, command.at);
      const snooze = {
        by: { id: command.by.id, name: command.by.name },
        at: instant(command.at),
        reason,
        until,
        total,
      };
      return { decision, after: snoozedBy(command, snooze), audited: changeByPerson.snoozed({ until, reason }) };
    });
  }

  /**
   * Takes the alert to the next step of its escalation now, also where a person sees to it.
   *
   * @throws AlertNotFoundError
   * @throws AlertResolvedError
   * @throws ChangedMeanwhileError
   */
  async escalate(id: AlertId, note: string, context: CommandContext): Promise<Alert> {
    const read = await this.alerts.get(id);
    const { patientId } = read;
    return this.commands.execute('escalate-alert', context, async (command) => {
      const wardId = (await this.stays.lockOpen(command.client, [patientId])).get(patientId)?.wardId;
      const alert = await this.store.lock(command.client, id);
      if (alert === undefined) throw new AlertNotFoundError(id);
      if (alert.state === 'resolved' || wardId === undefined) throw new AlertResolvedError(id);
      const beside = await this.alerts.scoreBeside(command.client, alert);
      const onWard = (record: AlertRecord): Alert => beside(namedLike(shown(record, wardId), read));
      await command.expectRevision({ kind: 'alert', id }, onWard(alert), isNotification);
      const begun = alert.escalation === null ? await this.writer.beginByHand(command, alert) : alert;
      const step = { alert: begun, wardId, related: 0, note };
      const written = await this.writer.write(command, await this.steps.take(command, [step]));
      return onWard(written.get(id) ?? begun);
    });
  }

  /** Something was written down about an alert that a person sees to: the acknowledgement has been followed up. */
  async followUp(command: Command, id: AlertId): Promise<void> {
    const alert = await this.store.lock(command.client, id);
    if (alert?.state !== 'acknowledged') return;
    const acknowledgementLapsesAt = lapsesAt(alert.tier, command.at);
    if (acknowledgementLapsesAt === alert.acknowledgementLapsesAt) return;
    const after = { ...alert, acknowledgementLapsesAt, undoableUntil: null, revision: alert.revision + 1 };
    await this.writer.write(command, [{ before: alert, after, ...changeByPerson.noted(acknowledgementLapsesAt) }]);
  }

  async #answerForTeam(
    name: string,
    asked: Asked,
    answer: (
      alert: AlertRecord,
      handedTo: NonNullable<AlertRecord['handedTo']>,
      answering: Answering,
    ) => Omit<Answer, 'decision'>,
  ): Promise<Alert> {
    return this.#answer(name, asked, async (alert, command) => {
      const decision = open(alert);
      const { handedTo } = alert;
      if (decision.decision === 'refuse') throw new AlertResolvedError(alert.id);
      if (handedTo === null) throw new NotHandedToTeamError(alert.id);
      const members = await this.teams.members(command.client, handedTo.teamId);
      if (members?.includes(command.by.id) !== true) throw new NotInTeamError(alert.id, handedTo);
      return { decision, ...answer(alert, handedTo, command) };
    });
  }

  async #answer(
    name: string,
    { id, context }: Asked,
    answer: (alert: AlertRecord, command: Command) => Answer | Promise<Answer>,
  ): Promise<Alert> {
    // Before the transaction, which must not wait for a second connection.
    const read = await this.alerts.get(id);
    return this.commands.execute(name, context, async (command) => {
      await this.stays.lockOpen(command.client, [read.patientId]);
      const alert = await this.store.lock(command.client, id);
      if (alert === undefined) throw new AlertNotFoundError(id);
      const onWard = await this.#shownBy(command, alert);
      const beside = await this.alerts.scoreBeside(command.client, alert);
      const shownOnWard = (record: AlertRecord): Alert => beside(namedLike(onWard(record), read));
      const current = shownOnWard(alert);
      const { decision, after, audited } = await answer(alert, command);
      if (decision.decision === 'nothing' && decision.because === 'repeated') return current;
      await command.expectRevision({ kind: 'alert', id }, current, isNotification);
      if (decision.decision === 'refuse') throw new AlertResolvedError(id);
      if (decision.decision === 'nothing') return current;
      const written = await this.#write(command, alert, { after, audited });
      if (alert.state === 'raised' && written.state === 'acknowledged')
        await this.#acknowledgeRelated(command, written);
      return shownOnWard(written);
    });
  }

  /** The command is the person's own. What is not as the person saw it is left as it is, and the reply says so. */
  async #acknowledgeByReply(command: Command, { alertId: id, run, person, way, answer }: Reply): Promise<void> {
    const { client, at } = command;
    await this.stays.lockOpen(client, await this.store.patientsOf(client, [id]));
    const alert = await this.store.lock(client, id);
    const member = (await this.staff.getMany([person.id], client)).get(person.id);
    const isPermitted = member?.active === true && may(member.role, 'act-on-alerts');
    const result = isPermitted ? decideReply(alert, run) : { outcome: 'not-permitted' as const, by: null };
    answer(result);
    if (alert === undefined || result.outcome !== 'acknowledged') return;
    const after = acknowledgedBy(alert, { by: person, at }, null);
    const written = await this.#write(command, alert, { after, audited: changeByPerson.acknowledgedByReply(way) });
    await this.#acknowledgeRelated(command, written);
  }

  /** One acknowledgement for what one patient has at one time; never for what is more urgent than the person saw. */
  async #acknowledgeRelated(command: Command, alert: AlertRecord): Promise<void> {
    const open = await this.store.lockOpen(command.client, [alert.patientId]);
    for (const related of open.filter((other) => isRelated(other, alert))) {
      const { owner, handedTo } = alert;
      const after = { ...acknowledgedBy(related, command, null), owner, handedTo };
      await this.#write(command, related, { after, audited: changeByPerson.acknowledged(null, alert) });
    }
  }

  async #followStay(command: Command, { after: stay, change }: StayChange): Promise<void> {
    const open = change === 'admitted' ? [] : await this.store.lockOpen(command.client, [stay.patientId]);
    for (const alert of open) {
      // A transfer moves it to another ward: both show it.
      if (isOpenStay(stay)) command.changed({ kind: 'alert', alertId: alert.id });
      else {
        const at = laterThan(alert.since, command.at);
        const after = resolvedBy({ by: command.by, at }, { outcome: 'discharged', note: null });
        await this.#write(command, alert, { after, audited: changeByPerson.stayEnded() });
      }
    }
  }

  async #write(
    command: Command,
    before: AlertRecord,
    { after: change, audited: { text, facts } }: Omit<Answer, 'decision'>,
  ): Promise<AlertRecord> {
    const after = { ...before, ...change, revision: before.revision + 1 };
    const answered = await this.signals.answer(command.client, before, after.state === 'resolved');
    const written = await this.writer.write(command, [{ before, after, text, facts: { ...facts, ...answered } }]);
    return written.get(after.id) ?? after;
  }

  /** By the connection of the command, which must not wait for a second one. */
  async #shownBy({ client }: Command, { id, stayId }: AlertRecord): Promise<(alert: AlertRecord) => Alert> {
    const wardId = (await this.stays.wardsOf([stayId], client)).get(stayId);
    if (wardId === undefined) throw new AlertNotFoundError(id);
    return (alert) => shown(alert, wardId);
  }
}

/** Whatever state it is in, as long as it is not resolved. */
const open = ({ state }: AlertRecord): AnswerDecision =>
  state === 'resolved' ? { decision: 'refuse', because: 'already-resolved' } : apply;

function assertWithinLimit({ id, tier, conditionKind }: AlertRecord, until: string, now: Date): void {
  if (conditionKind === 'event') throw new SnoozeRefusedError(id, { because: 'event', until, tier, mostMinutes: 0 });
  const mostMinutes = snoozeMinutes[tier];
  const latest = instant(now.getTime() + mostMinutes * 60_000);
  if (until <= instant(now)) throw new SnoozeRefusedError(id, { because: 'in-past', until, tier, mostMinutes });
  if (until > latest) throw new SnoozeRefusedError(id, { because: 'beyond-limit', until, tier, mostMinutes });
}
