import { Injectable } from '@nestjs/common';
import type { AlertId, StayId } from '#libs/contracts';
import { together } from '#libs/database';
import type { Command } from '../../commands/commands.service.ts';
import { Hook } from '../../commands/hook.service.ts';
import type { SupersededBecause } from '../../notifications/notifications/notification-record.ts';
import { NotificationsService } from '../../notifications/notifications/notifications.service.ts';
import {
  EscalationPoliciesService,
  type PolicyInForce,
} from '../../staff/escalation-policies/escalation-policies.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import type { AlertRecord } from './alert-decision.ts';
import type { AlertChange } from './alert-event.ts';
import { AlertsStore } from './alerts.store.ts';
import { beganEscalation, endedBy, isCalling, timersOf, beginsEscalation } from './escalation.ts';

/**
 * The only one that writes alerts, whatever changes them: signals, people, time, or the end of a stay. The row, its audit,
 * its live change, its timer and the end of its notifications are part of the command, so all of them are there, or none.
 * An alert that begins to call people begins to escalate here, by the policy that fits it then. The caller has locked the
 * alerts, or the stays that they are to belong to.
 */
@Injectable()
export class AlertWriter {
  /** Runs within the transaction of the command, after the alerts have been written. */
  readonly written = new Hook<readonly AlertChange[]>();

  constructor(
    private readonly store: AlertsStore,
    private readonly stays: StaysService,
    private readonly policies: EscalationPoliciesService,
    private readonly notifications: NotificationsService,
  ) {}

  /**
   * @param changes in their order; one alert may be there more than once, each time with its next revision.
   * @returns the alerts as they are now.
   */
  async write(command: Command, changes: readonly AlertChange[]): Promise<ReadonlyMap<AlertId, AlertRecord>> {
    if (changes.length === 0) return new Map();
    const escalated = await this.#escalated(command, changes);
    const newest = new Map(escalated.map(({ after }) => [after.id, after]));
    command.audit(
      ...escalated.map(({ after, by, text, facts }) => ({
        subject: { kind: 'alert' as const, id: after.id },
        patientId: after.patientId,
        by,
        revision: after.revision,
        text,
        facts,
        state: after,
      })),
    );
    command.schedule(...[...newest.values()].flatMap(timersOf));
    command.changed(...[...newest.values()].map(({ id }) => ({ kind: 'alert' as const, alertId: id })));
    await together([this.store.save(command.client, [...newest.values()]), this.#supersede(command, escalated)]);
    await this.written.run(command, escalated);
    return newest;
  }

  /** The alert with the policy by which a person escalates it by hand, though it called no one by itself. */
  async beginByHand(command: Command, alert: AlertRecord): Promise<AlertRecord> {
    const policies = await this.#policiesFor(command, [alert]);
    const policy = policies.get(alert.stayId)?.get(alert.tier);
    if (policy === undefined) throw new Error(`Alert ${alert.id} has no stay by which it would escalate.`);
    return {
      ...alert,
      escalation: { ...beganEscalation(policy, null, command.at), nextStepAt: null, ended: 'late' },
    };
  }

  /** Writes a change of an alert that calls people and has lost its next step: it escalates from the first step. */
  async restart(command: Command, change: AlertChange): Promise<void> {
    const { after } = change;
    const policy = (await this.#policiesFor(command, [after])).get(after.stayId)?.get(after.tier);
    if (policy === undefined) return;
    const escalation = beganEscalation(policy, after.escalation, command.at);
    await this.write(command, [{ ...change, after: { ...after, escalation } }]);
  }

  /** The changes, each with how far its alert has escalated. */
  async #escalated(command: Command, changes: readonly AlertChange[]): Promise<readonly AlertChange[]> {
    const policies = await this.#policiesFor(command, changes.map(({ after }) => after).filter(isCalling));
    const latest = new Map<AlertId, AlertRecord>();
    return changes.map((change) => {
      const before = latest.get(change.after.id) ?? change.before;
      // Of two changes in one command the second was decided without knowing what the first one began.
      const isKept = change.after.escalation === (change.before?.escalation ?? null);
      const after = { ...change.after, escalation: isKept ? (before?.escalation ?? null) : change.after.escalation };
      const policy = beginsEscalation(before, after) ? policies.get(after.stayId)?.get(after.tier) : undefined;
      const escalation =
        policy === undefined ? endedBy(after) : beganEscalation(policy, before?.escalation ?? null, command.at);
      const escalated = { ...after, escalation };
      latest.set(after.id, escalated);
      return { ...change, before, after: escalated };
    });
  }

  /** By stay and tier, the policies of those alerts that may begin to escalate. */
  async #policiesFor(
    { client, at }: Command,
    calling: readonly AlertRecord[],
  ): Promise<ReadonlyMap<StayId, ReadonlyMap<string, PolicyInForce>>> {
    if (calling.length === 0) return new Map();
    const stays = await this.stays.locate(client, [...new Set(calling.map(({ stayId }) => stayId))]);
    const subjects = calling.flatMap(({ stayId, tier, instruction }) => {
      const stay = stays.get(stayId);
      if (stay === undefined) return [];
      const { wardId, pathway } = stay;
      return [{ stayId, subject: { wardId, pathway, tier, hasCeilingOfCare: instruction !== null, at } }];
    });
    const chosen = await this.policies.choose(
      client,
      subjects.map(({ subject }) => subject),
    );
    const byStay = new Map<StayId, Map<string, PolicyInForce>>();
    for (const [index, { stayId, subject }] of subjects.entries()) {
      const policy = chosen[index];
      if (policy === undefined) continue;
      byStay.set(stayId, (byStay.get(stayId) ?? new Map<string, PolicyInForce>()).set(subject.tier, policy));
    }
    return byStay;
  }

  /** What is on its way is not sent any more, once the alert calls no one, or calls people anew. */
  async #supersede(command: Command, changes: readonly AlertChange[]): Promise<void> {
    const ended = new Map<SupersededBecause, AlertId[]>();
    for (const { before, after } of changes) {
      const because = supersededBecause(before, after);
      if (because === undefined) continue;
      ended.set(because, [...(ended.get(because) ?? []), after.id]);
    }
    for (const [because, ids] of ended) await this.notifications.supersede(command, ids, because);
  }
}

function supersededBecause(before: AlertRecord | undefined, after: AlertRecord): SupersededBecause | undefined {
  const escalation = before?.escalation ?? null;
  if (before === undefined || escalation === null) return undefined;
  if (isCalling(after)) return escalation.run === after.escalation?.run ? undefined : 'newer-step';
  if (!isCalling(before)) return undefined;
  switch (after.state) {
    case 'acknowledged':
      return 'acknowledged';
    case 'resolved':
      if (after.withdrawn) return 'withdrawn';
      return after.outcome === 'discharged' ? 'stay-ended' : 'resolved';
    case 'raised':
      return after.snooze === null ? 'newer-step' : 'snoozed';
  }
}
