import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import { type DryRun, type DryRunQuery, instant, type PersonReference, type WardId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { CLOCK, DATABASE } from '../../parts.module.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';
import { RecipientsService } from '../recipients/recipients.service.ts';
import { builtInPolicyId } from './built-in-policy.ts';
import { EscalationPoliciesService } from './escalation-policies.service.ts';
import { type NextStep, nextStep } from './next-step.ts';
import { emptyWords, targetInWords } from './target-words.ts';

/** The fallback is notified without end: two times show how often. */
const shownFallbacks = 2;

/** Answers whom an alert would notify, step by step, if it were raised at some time: so that a policy is tried before a night. */
@Injectable()
export class DryRunService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
    private readonly policies: EscalationPoliciesService,
    private readonly recipients: RecipientsService,
    private readonly wards: WardsService,
  ) {}

  /** @throws WardNotFoundError */
  async run({ wardId, tier, pathway, ceilingOfCare, at: asked }: DryRunQuery): Promise<DryRun> {
    await this.wards.get(wardId);
    const start = asked === undefined ? this.clock.now() : new Date(asked);
    return this.database.transaction(async (client) => {
      const subject = { wardId, pathway, tier, hasCeilingOfCare: ceilingOfCare === true, at: start };
      const [policy] = await this.policies.choose(client, [subject]);
      if (policy === undefined) throw new Error('A policy is chosen for every subject.');
      const steps: DryRun['steps'] = [];
      let position = { step: 0, round: 0 };
      let at = start;
      for (let fallbacks = 0; fallbacks < shownFallbacks;) {
        const next = nextStep(position, policy);
        const { people, faults } = await this.#whom(client, next, { wardId, at });
        const { step, isFallback: fallback } = next;
        steps.push({ step, fallback, at: instant(at), people: [...people], faults: [...faults] });
        if (fallback) fallbacks += 1;
        position = next;
        at = new Date(at.getTime() + next.waitMinutes * 60_000);
      }
      const { id: policyId, version: policyVersion, name } = policy;
      return { policyId, policyVersion, name, builtIn: policyId === builtInPolicyId, steps };
    });
  }

  async #whom(
    client: PoolClient,
    { notify }: NextStep,
    { wardId, at }: { readonly wardId: WardId; readonly at: Date },
  ): Promise<{ readonly people: readonly PersonReference[]; readonly faults: readonly string[] }> {
    const people = new Map<string, PersonReference>();
    const faults: string[] = [];
    for (const target of notify) {
      const found = await this.recipients.resolve(client, target, { at: instant(at), wardId });
      for (const person of found.people) people.set(person.id, person);
      if (found.empty !== undefined) faults.push(`${targetInWords(target)}: ${emptyWords[found.empty]}`);
    }
    return { people: [...people.values()], faults };
  }
}
