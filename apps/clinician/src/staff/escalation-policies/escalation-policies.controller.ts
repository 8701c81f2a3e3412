import { Controller, Delete, Get, HttpCode, Post, Put, UseInterceptors } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import {
  DryRun,
  DryRunQuery,
  EscalationPolicy,
  EscalationPolicyContent,
  EscalationPolicyId,
  EscalationPolicyQuery,
  EscalationPolicyUpdate,
  type Page,
  pageOf,
} from '#libs/contracts';
import { Permit } from '#libs/identity';
import { type Update, ZodBody, ZodParam, ZodQuery, ZodUpdate } from '#libs/problem-details';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import { EntityTagInterceptor } from '../../commands/revisions/entity-tag.interceptor.ts';
import { DryRunService } from './dry-run.service.ts';
import { EscalationPoliciesService } from './escalation-policies.service.ts';

/** `/escalation-policies`. */
@Controller('api/v1/escalation-policies')
@UseInterceptors(EntityTagInterceptor)
export class EscalationPoliciesController {
  constructor(
    private readonly policies: EscalationPoliciesService,
    private readonly dryRuns: DryRunService,
  ) {}

  @Get()
  @Permit('view-staff')
  @Describe({
    summary: 'Lists the escalation policies by name, of one ward or of all.',
    answers: { 200: pageOf(EscalationPolicy) },
    problems: ['invalid-cursor'],
  })
  list(@ZodQuery(EscalationPolicyQuery) query: EscalationPolicyQuery): Promise<Page<EscalationPolicy>> {
    return this.policies.list(query);
  }

  @Post()
  @Permit('manage-staff')
  @Describe({
    summary: 'Adds an escalation policy, by which alerts of its ward escalate from now on.',
    answers: { 201: EscalationPolicy },
    problems: ['ward-not-found', 'unknown-notification-target'],
  })
  add(
    @ZodBody(EscalationPolicyContent) content: EscalationPolicyContent,
    @RequestedCommand() context: CommandContext,
  ): Promise<EscalationPolicy> {
    return this.policies.add(content, context);
  }

  @Get('dry-run')
  @Permit('view-staff')
  @Describe({
    summary: 'Answers whom an alert would notify, step by step, if it were raised at some time.',
    answers: { 200: DryRun },
    problems: ['ward-not-found'],
  })
  dryRun(@ZodQuery(DryRunQuery) query: DryRunQuery): Promise<DryRun> {
    return this.dryRuns.run(query);
  }

  @Get(':id')
  @Permit('view-staff')
  @Describe({
    summary: 'Shows an escalation policy.',
    answers: { 200: EscalationPolicy },
    problems: ['escalation-policy-not-found'],
  })
  get(@ZodParam('id', EscalationPolicyId) id: EscalationPolicyId): Promise<EscalationPolicy> {
    return this.policies.get(id);
  }

  @Put(':id')
  @Permit('manage-staff')
  @Describe({
    summary: 'Changes an escalation policy: alerts that escalate already keep to the version before.',
    answers: { 200: EscalationPolicy },
    problems: ['escalation-policy-not-found', 'ward-not-found', 'unknown-notification-target', 'changed-meanwhile'],
  })
  async change(
    @ZodParam('id', EscalationPolicyId) id: EscalationPolicyId,
    @ZodUpdate(EscalationPolicyUpdate) sent: Update<EscalationPolicyContent>,
    @RequestedCommand() context: CommandContext,
  ): Promise<EscalationPolicy> {
    return this.policies.change(id, await sent.of(() => this.policies.get(id), context), context);
  }

  @Delete(':id')
  @HttpCode(200)
  @Permit('manage-staff')
  @Describe({
    summary: 'Retires an escalation policy: new alerts do not escalate by it any more.',
    answers: { 200: EscalationPolicy },
    problems: ['escalation-policy-not-found', 'changed-meanwhile'],
  })
  retire(
    @ZodParam('id', EscalationPolicyId) id: EscalationPolicyId,
    @RequestedCommand() context: CommandContext,
  ): Promise<EscalationPolicy> {
    return this.policies.retire(id, context);
  }
}
