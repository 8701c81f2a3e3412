import { Injectable } from '@nestjs/common';
import { type AlertTier, instant, type PersonReference, type WardId } from '#libs/contracts';
import type { Command } from '../../commands/commands.service.ts';
import { NotificationsService } from '../../notifications/notifications/notifications.service.ts';
import { emptyWords, targetInWords } from '../../staff/escalation-policies/target-words.ts';
import {
  EscalationPoliciesService,
  type PolicyInForce,
  versionKey,
} from '../../staff/escalation-policies/escalation-policies.service.ts';
import { type NextStep, nextStep } from '../../staff/escalation-policies/next-step.ts';
import { RecipientsService } from '../../staff/recipients/recipients.service.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';
import type { AlertRecord } from './alert-decision.ts';
import { type AlertChange, climbed } from './alert-event.ts';
import { climbedTo } from './escalation.ts';
import type { EscalationState } from './escalation-state.ts';

/** An alert whose next step is to be taken. */
export interface Climbing {
  readonly alert: AlertRecord;
  readonly wardId: WardId;
  /** Related alerts of the patient that these notifications are about as well. */
  readonly related: number;
  /** Why a person escalated it by hand; null where time did. */
  readonly note: string | null;
}

interface Found {
  readonly people: readonly PersonReference[];
  readonly faults: readonly string[];
}

/** Takes an alert to the next step of its escalation: finds the people of the step, and notifies them. */
@Injectable()
export class ClimbService {
  constructor(
    private readonly policies: EscalationPoliciesService,
    private readonly recipients: RecipientsService,
    private readonly notifications: NotificationsService,
    private readonly wards: WardsService,
  ) {}

  /** @returns the changes that the caller is to write, in the order of the alerts. */
  async climb(command: Command, alerts: readonly Climbing[]): Promise<readonly AlertChange[]> {
    const versions = await this.policies.versions(
      command.client,
      alerts.flatMap(({ alert: { escalation } }) => (escalation === null ? [] : [versionOf(escalation)])),
    );
    const wardNames = await this.wards.namesOf(command.client, [...new Set(alerts.map(({ wardId }) => wardId))]);
    const changes: AlertChange[] = [];
    for (const each of alerts) {
      const { escalation } = each.alert;
      const policy = escalation === null ? undefined : versions.get(versionKey(versionOf(escalation)));
      // Both are kept for as long as the alert is.
      if (escalation === null || policy === undefined) throw new Error(`Alert ${each.alert.id} climbs by no policy.`);
      const wardName = wardNames.get(each.wardId) ?? '';
      changes.push(await this.#step(command, each, { escalation, policy, wardName }));
    }
    return changes;
  }

  async #step(
    command: Command,
    { alert, wardId, related, note }: Climbing,
    { escalation, policy, wardName }: { escalation: EscalationState; policy: PolicyInForce; wardName: string },
  ): Promise<AlertChange> {
    const next = nextStep(escalation, policy);
    const found = await this.#peopleOf(command, next, { fallback: policy.fallback, wardId });
    await this.notifications.notify(
      command,
      found.people.map((person) => ({
        alertId: alert.id,
        patientId: alert.patientId,
        run: escalation.run,
        step: next.step,
        round: next.round,
        person,
        tier: alert.tier,
        words: wordsOf(alert, { wardName, related, next }),
        deliverWithinSeconds: next.deliverWithinSeconds,
      })),
    );
    const following = nextStep(next, policy);
    const later = climbedTo(escalation, next, { now: command.at, following });
    // By hand, people can be called to what someone sees to already: time goes on taking no steps then.
    const isOver = escalation.ended !== null;
    return {
      before: alert,
      after: {
        ...alert,
        escalation: isOver ? { ...later, nextStepAt: null } : later,
        undoableUntil: null,
        revision: alert.revision + 1,
      },
      ...climbed(next, { ...found, note }),
    };
  }

  /** Those of the step; those of the fallback where it finds no one. */
  async #peopleOf(
    { client, at }: Command,
    { notify, isFallback }: NextStep,
    { fallback, wardId }: Pick<PolicyInForce, 'fallback'> & { readonly wardId: WardId },
  ): Promise<Found> {
    const when = { at: instant(at), wardId };
    const people = new Map<string, PersonReference>();
    const faults: string[] = [];
    for (const target of notify) {
      const found = await this.recipients.resolve(client, target, when);
      for (const person of found.people) people.set(person.id, person);
      if (found.empty !== undefined) faults.push(`${targetInWords(target)}: ${emptyWords[found.empty]}`);
    }
    if (people.size === 0 && !isFallback) {
      const found = await this.recipients.resolve(client, fallback, when);
      for (const person of found.people) people.set(person.id, person);
      faults.push('the fallback instead');
    }
    return { people: [...people.values()], faults };
  }
}

const versionOf = ({ policyId, policyVersion }: EscalationState) => ({ id: policyId, version: policyVersion });

const tierWords: Readonly<Record<AlertTier, string>> = {
  high: 'High',
  medium: 'Medium',
  'low-medium': 'Low–medium',
};

/** Says that there is an alert, of what tier and where, and nothing of whose it is: a telephone is read by others, too. */
function wordsOf(
  { tier, responseDueAt }: AlertRecord,
  { wardName, related, next }: { readonly wardName: string; readonly related: number; readonly next: NextStep },
): { readonly title: string; readonly body: string } {
  const others = related === 0 ? '' : ` and ${String(related)} more of the same patient`;
  const again = next.step === 1 && next.round === 0 ? '' : ' It has not been answered yet.';
  return {
    title: `${tierWords[tier]} alert: ${wardName}`,
    body: `An alert${others} awaits an answer by ${responseDueAt}.${again}`,
  };
}
