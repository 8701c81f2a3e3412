import {
  DryRun,
  EscalationPolicy,
  type EscalationPolicyContent,
  type EscalationPolicyId,
  SentMessage,
  type WardId,
} from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ask, command, type CommandOutcome, type Press } from './http.ts';
import { listOf, searchFor } from './lists.ts';
import { queryKeys } from './query-keys.ts';

/** Of one ward, or of all where it is null; those that are retired too. */
export const policiesQuery = (wardId: WardId | null) =>
  queryOptions({
    queryKey: queryKeys.policies(wardId),
    queryFn: ({ signal }) =>
      listOf({
        path: '/escalation-policies',
        query: { wardId: wardId ?? undefined },
        schema: EscalationPolicy,
        signal,
        mostPages: 4,
      }),
  });

/** What is asked of a dry run, as the address has it. */
export interface DryRunRequest {
  readonly wardId: string;
  readonly tier: string;
  readonly pathway: string | null;
  readonly ceilingOfCare: 'true' | null;
  /** Null for now. */
  readonly at: string | null;
}

/** Never from what was fetched before: who is on call changes with the hour. */
export const dryRunQuery = (request: DryRunRequest) =>
  queryOptions({
    queryKey: queryKeys.dryRun(request),
    queryFn: ({ signal }) =>
      ask({ path: `/escalation-policies/dry-run${searchFor({ ...request })}`, schema: DryRun, signal }),
    gcTime: 0,
  });

type Content = z.input<typeof EscalationPolicyContent>;

export const addPolicy = (body: Content, press: Press): Promise<CommandOutcome<EscalationPolicy, null>> =>
  command({ path: '/escalation-policies', body, press, answer: EscalationPolicy, seen: z.null() });

type PolicyOutcome = Promise<CommandOutcome<EscalationPolicy, EscalationPolicy>>;

export const changePolicy = (id: EscalationPolicyId, body: Content, press: Press): PolicyOutcome =>
  command({
    path: `/escalation-policies/${id}`,
    method: 'PUT',
    body,
    press,
    answer: EscalationPolicy,
    seen: EscalationPolicy,
  });

export const retirePolicy = (id: EscalationPolicyId, press: Press): PolicyOutcome =>
  command({
    path: `/escalation-policies/${id}`,
    method: 'DELETE',
    press,
    answer: EscalationPolicy,
    seen: EscalationPolicy,
  });

/** What was kept instead of being sent, the newest first. */
export const sentMessagesQuery = (personId: string | null) =>
  queryOptions({
    queryKey: queryKeys.sentMessages(personId),
    queryFn: ({ signal }) =>
      listOf({
        path: '/sent-messages',
        query: { personId: personId ?? undefined, limit: '200' },
        schema: SentMessage,
        signal,
        mostPages: 1,
      }),
  });
