import { Injectable } from '@nestjs/common';
import {
  decodeCursor,
  type EscalationPolicy,
  type EscalationPolicyContent,
  EscalationPolicyId,
  type EscalationPolicyQuery,
  instant,
  type Page,
  pageFromRows,
} from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Queryable } from '../queryable.store.ts';
import { z } from 'zod';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';
import { RecipientsService } from '../recipients/recipients.service.ts';
import { builtInPolicy, builtInPolicyId, builtInPolicyVersion } from './built-in-policy.ts';
import { choosePolicy, type PolicySubject } from './choose-policy.ts';
import { EscalationPoliciesStore } from './escalation-policies.store.ts';
import { EscalationPolicyNotFoundError, UnknownTargetError } from './escalation-policy-errors.ts';

/** What an alert escalates by. */
export type PolicyInForce = Pick<EscalationPolicy, 'id' | 'version' | 'name' | 'steps' | 'fallback'>;

const cursorKeys = z.tuple([z.string(), z.uuid()]);
const builtIn: PolicyInForce = { id: builtInPolicyId, version: builtInPolicyVersion, ...builtInPolicy };

/**
 * Keeps the escalation policies. Each change makes a new version and leaves the ones before it, by which alerts that were
 * raised under them go on escalating.
 */
@Injectable()
export class EscalationPoliciesService {
  constructor(
    private readonly commands: CommandsService,
    private readonly store: EscalationPoliciesStore,
    private readonly recipients: RecipientsService,
    private readonly wards: WardsService,
  ) {}

  /** @throws InvalidCursorError */
  async list({ wardId, cursor, limit }: EscalationPolicyQuery): Promise<Page<EscalationPolicy>> {
    const policies = await this.store.list({ wardId, limit }, decodeCursor(cursor, cursorKeys));
    return pageFromRows(policies, { limit, toItem: (policy) => policy, keysOf: ({ name, id }) => [name, id] });
  }

  /** @throws EscalationPolicyNotFoundError */
  async get(id: EscalationPolicyId): Promise<EscalationPolicy> {
    const policy = await this.store.find(id);
    if (policy === undefined) throw new EscalationPolicyNotFoundError(id);
    return policy;
  }

  /**
   * @throws WardNotFoundError
   * @throws UnknownTargetError
   */
  async add(content: EscalationPolicyContent, context: CommandContext): Promise<EscalationPolicy> {
    return this.commands.execute('add-escalation-policy', context, (command) => {
      const id = EscalationPolicyId.parse(randomUUID());
      return this.#save(command, { ...content, ...this.#versionOf(command, id, 1), retiredAt: null }, 'Added');
    });
  }

  /**
   * Makes the next version, by which new alerts escalate, unless the policy is retired: it stays so.
   *
   * @throws EscalationPolicyNotFoundError
   * @throws ChangedMeanwhileError
   * @throws WardNotFoundError
   * @throws UnknownTargetError
   */
  async change(
    id: EscalationPolicyId,
    content: EscalationPolicyContent,
    context: CommandContext,
  ): Promise<EscalationPolicy> {
    return this.commands.execute('change-escalation-policy', context, async (command) => {
      const { version, retiredAt } = await this.#lock(command, id);
      const next = this.#versionOf(command, id, version + 1);
      return this.#save(command, { ...content, ...next, retiredAt }, 'Changed');
    });
  }

  /**
   * New alerts do not escalate by it any more.
   *
   * @throws EscalationPolicyNotFoundError
   * @throws ChangedMeanwhileError
   */
  async retire(id: EscalationPolicyId, context: CommandContext): Promise<EscalationPolicy> {
    return this.commands.execute('retire-escalation-policy', context, async (command) => {
      const before = await this.#lock(command, id);
      if (before.retiredAt !== null) return before;
      const next = this.#versionOf(command, id, before.version + 1);
      return this.#save(command, { ...before, ...next, retiredAt: next.changedAt }, 'Retired');
    });
  }

  /** The policies by which alerts are to escalate that are raised now, in the order of the subjects. */
  async choose(client: PoolClient, subjects: readonly PolicySubject[]): Promise<readonly PolicyInForce[]> {
    const policies = await this.store.ofWards(client, [...new Set(subjects.map(({ wardId }) => wardId))]);
    return subjects.map((subject) => choosePolicy(policies, subject) ?? builtIn);
  }

  /** Those versions, by `versionKey`. */
  async versions(
    client: Queryable,
    versions: readonly { readonly id: EscalationPolicyId; readonly version: number }[],
  ): Promise<ReadonlyMap<string, PolicyInForce>> {
    const policies = await this.store.versions(client, versions);
    return new Map([builtIn, ...policies].map((policy) => [versionKey(policy), policy]));
  }

  /** The wards whose alerts escalate by the built-in policy, since they have none of their own: each is a warning. */
  async wardsWithout(): Promise<readonly { readonly id: string; readonly name: string }[]> {
    const [wards, having] = await Promise.all([this.wards.all(), this.store.wardsWithPolicy()]);
    return wards.filter(({ id }) => !having.has(id)).map(({ id, name }) => ({ id, name }));
  }

  async #lock(command: Command, id: EscalationPolicyId): Promise<EscalationPolicy> {
    const policy = await this.store.lock(command.client, id);
    if (policy === undefined) throw new EscalationPolicyNotFoundError(id);
    await command.expectRevision({ kind: 'escalation-policy', id }, policy);
    return policy;
  }

  #versionOf({ at, by }: Command, id: EscalationPolicyId, version: number) {
    const changedBy = { id: by.id, name: by.name };
    return { id, version, revision: version, changedAt: instant(at), changedBy } as const;
  }

  async #save(
    command: Command,
    policy: EscalationPolicy,
    done: 'Added' | 'Changed' | 'Retired',
  ): Promise<EscalationPolicy> {
    await this.wards.lock(command, [policy.wardId]);
    if (policy.retiredAt === null) await this.#assertTargetsExist(command, policy);
    await this.store.save(command.client, policy);
    command.audit({
      subject: { kind: 'escalation-policy', id: policy.id },
      revision: policy.version,
      text: `${done} the escalation policy "${policy.name}".`,
      facts: { wardId: policy.wardId, version: policy.version },
      state: policy,
    });
    return policy;
  }

  async #assertTargetsExist({ client }: Command, { steps, fallback }: EscalationPolicy): Promise<void> {
    const targets = [
      ...steps.flatMap(({ notify }, step) =>
        notify.map((target, index) => ({ path: `steps[${String(step)}].notify[${String(index)}]`, target })),
      ),
      { path: 'fallback', target: fallback },
    ];
    const faults = [];
    for (const each of targets) if (!(await this.recipients.exists(client, each.target))) faults.push(each);
    if (faults.length > 0) throw new UnknownTargetError(faults);
  }
}

/** Names one version of a policy. */
export const versionKey = ({ id, version }: { readonly id: string; readonly version: number }): string =>
  `${id} ${String(version)}`;
