import { Injectable } from '@nestjs/common';
import {
  type AlertTier,
  type Instant,
  instant,
  type NewestScore,
  type NotificationTarget,
  type PersonReference,
  timeInWords,
  type WardId,
} from '#libs/contracts';
import type { Command } from '../../commands/commands.service.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import {
  type NotificationRequest,
  NotificationsService,
} from '../../notifications/notifications/notifications.service.ts';
import { emptyWords, targetInWords } from '../../staff/escalation-policies/target-words.ts';
import {
  EscalationPoliciesService,
  type PolicyInForce,
  versionKey,
} from '../../staff/escalation-policies/escalation-policies.service.ts';
import { type NextStep, nextStep } from '../../staff/escalation-policies/next-step.ts';
import type { Recipients } from '../../staff/recipients/recipients.ts';
import { RecipientsService } from '../../staff/recipients/recipients.service.ts';
import type { NotifyingWard } from '../../wards/wards/notifying-ward.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';
import type { AlertRecord } from './alert-decision.ts';
import { type AlertChange, stepTaken } from './alert-event.ts';
import { afterStep } from './escalation.ts';
import type { EscalationState } from './escalation-state.ts';

/** An alert whose next step is to be taken. */
export interface DueStep {
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

/** Whom a target reaches on a ward. */
type Resolve = (target: NotificationTarget, wardId: WardId) => Promise<Recipients>;

/** A step that is to be taken: what becomes of the alert, and who is notified of it. */
interface PlannedStep {
  readonly change: AlertChange;
  readonly requests: readonly NotificationRequest[];
}

/** Takes alerts to the next step of their escalation: finds the people of the steps, and notifies them. */
@Injectable()
export class EscalationStepsService {
  constructor(
    private readonly policies: EscalationPoliciesService,
    private readonly recipients: RecipientsService,
    private readonly notifications: NotificationsService,
    private readonly wards: WardsService,
    private readonly chart: ChartService,
  ) {}

  /** @returns the changes that the caller is to write, in the order of the alerts. */
  async take(command: Command, alerts: readonly DueStep[]): Promise<readonly AlertChange[]> {
    const versions = await this.policies.versions(
      command.client,
      alerts.flatMap(({ alert: { escalation } }) => (escalation === null ? [] : [versionOf(escalation)])),
    );
    const wards = await this.wards.notifying(command.client, [...new Set(alerts.map(({ wardId }) => wardId))]);
    const scored = alerts.filter(({ alert }) => alert.conditionKind === 'score').map(({ alert }) => alert.patientId);
    const scores = await this.chart.newestScoresOf([...new Set(scored)], { client: command.client });
    const resolve = this.#resolver(command);
    const planned: PlannedStep[] = [];
    for (const each of alerts) {
      const { escalation } = each.alert;
      const policy = escalation === null ? undefined : versions.get(versionKey(versionOf(escalation)));
      // Both are kept for as long as the alert is.
      if (escalation === null || policy === undefined)
        throw new Error(`Alert ${each.alert.id} escalates by no policy.`);
      const ward = wards.get(each.wardId);
      const score = each.alert.conditionKind === 'score' ? scores.get(each.alert.patientId) : undefined;
      planned.push(await planOf(each, { escalation, policy, ward, score, resolve, now: command.at }));
    }
    await this.notifications.notify(
      command,
      planned.flatMap(({ requests }) => requests),
    );
    return planned.map(({ change }) => change);
  }

  /** Asks for each target of each ward once, however many alerts of the command reach the same people. */
  #resolver({ client, at }: Command): Resolve {
    const known = new Map<string, Recipients>();
    return async (target, wardId) => {
      const key = JSON.stringify([wardId, target]);
      const found = known.get(key) ?? (await this.recipients.resolve(client, target, { at: instant(at), wardId }));
      known.set(key, found);
      return found;
    };
  }
}

async function planOf(
  { alert, wardId, related, note }: DueStep,
  {
    escalation,
    policy,
    ward,
    score,
    resolve,
    now,
  }: {
    readonly escalation: EscalationState;
    readonly policy: PolicyInForce;
    readonly ward: NotifyingWard | undefined;
    /** The patient's newest, of an alert about the score. */
    readonly score: NewestScore | undefined;
    readonly resolve: Resolve;
    readonly now: Date;
  },
): Promise<PlannedStep> {
  const next = nextStep(escalation, policy);
  const found = await peopleOf(next, { fallback: policy.fallback, wardId, resolve });
  const { id: alertId, patientId, tier } = alert;
  const { step, round, deliverWithinSeconds } = next;
  const words = wordsOf(alert, { wardName: ward?.name ?? '', related, next, score, now: instant(now) });
  const later = afterStep(escalation, next, { now, following: nextStep(next, policy) });
  // By hand, people can be called to what someone sees to already: time goes on taking no steps then.
  const after = escalation.ended === null ? later : { ...later, nextStepAt: null };
  return {
    change: {
      before: alert,
      after: { ...alert, escalation: after, undoableUntil: null, revision: alert.revision + 1 },
      ...stepTaken(next, { ...found, note }),
    },
    requests: found.people.map((person) => {
      const cause = { alertId, patientId, run: escalation.run, step, round };
      return { ...cause, person, tier, words, deliverWithinSeconds, replyNeedsSignIn: ward?.replyNeedsSignIn ?? null };
    }),
  };
}

/** Those of the step; those of the fallback where it finds no one. */
async function peopleOf(
  { notify, isFallback }: NextStep,
  {
    fallback,
    wardId,
    resolve,
  }: Pick<PolicyInForce, 'fallback'> & { readonly wardId: WardId; readonly resolve: Resolve },
): Promise<Found> {
  const people = new Map<string, PersonReference>();
  const faults: string[] = [];
  for (const target of notify) {
    const found = await resolve(target, wardId);
    for (const person of found.people) people.set(person.id, person);
    if (found.empty !== undefined) faults.push(`${targetInWords(target)}: ${emptyWords[found.empty]}`);
  }
  if (people.size === 0 && !isFallback) {
    const found = await resolve(fallback, wardId);
    for (const person of found.people) people.set(person.id, person);
    faults.push('the fallback instead');
  }
  return { people: [...people.values()], faults };
}

const versionOf = ({ policyId, policyVersion }: EscalationState) => ({ id: policyId, version: policyVersion });

const tierWords: Readonly<Record<AlertTier, string>> = {
  high: 'High',
  medium: 'Medium',
  'low-medium': 'Low–medium',
};

/** Says that there is an alert, of what tier and where, and nothing of whose it is: a telephone is read by others, too. */
function wordsOf(
  { tier, responseDueAt, scoreId }: AlertRecord,
  {
    wardName,
    related,
    next,
    score,
    now,
  }: {
    readonly wardName: string;
    readonly related: number;
    readonly next: NextStep;
    readonly score: NewestScore | undefined;
    readonly now: Instant;
  },
): { readonly title: string; readonly body: string } {
  const others = related === 0 ? '' : ` and ${String(related)} more of the same patient`;
  const again = next.step === 1 && next.round === 0 ? '' : ' It has not been answered yet.';
  const newest = again === '' || score === undefined || score.id === scoreId ? '' : ` ${newestWords(score)}`;
  return {
    title: `${tierWords[tier]} alert: ${wardName}`,
    body: `An alert${others} awaits an answer by ${timeInWords(responseDueAt, now)}.${again}${newest}`,
  };
}

/** `The newest score is 12.`: an alert is called by the score that raised it, which may have risen since. */
function newestWords({ min, max }: NewestScore): string {
  return `The newest score is ${min === max ? String(min) : `${String(min)} to ${String(max)}`}.`;
}
