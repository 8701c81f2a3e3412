import { Controller, Get, Put, UseInterceptors } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import {
  BenefitClaims,
  BenefitClaimsUpdate,
  Benefits,
  BenefitsQuery,
  CapacityTargets,
  CapacityTargetsUpdate,
  type NewBenefitClaims,
  type NewCapacityTargets,
} from '#libs/contracts';
import { Permit } from '#libs/identity';
import { type Update, ZodQuery, ZodUpdate } from '#libs/problem-details';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { EntityTagInterceptor } from '../../commands/revisions/entity-tag.interceptor.ts';
import { BenefitsService } from './benefits.service.ts';
import { CapacityPlanService } from './capacity-plan.service.ts';

/** `/capacity/targets`, `/capacity/claims` and `/capacity/benefits`. */
@Controller('api/v1/capacity')
@UseInterceptors(EntityTagInterceptor)
export class CapacityPlanController {
  constructor(
    private readonly plan: CapacityPlanService,
    private readonly benefits: BenefitsService,
  ) {}

  @Get('targets')
  @Permit('view-wards')
  @Describe({
    summary: 'Lists how many beds plans say there are to be by when, each with its source.',
    answers: { 200: CapacityTargets },
  })
  targets(): Promise<CapacityTargets> {
    return this.plan.targets();
  }

  @Put('targets')
  @Permit('manage-wards')
  @Describe({
    summary: 'Changes the targets: all of them as they are to be.',
    answers: { 200: CapacityTargets },
    problems: ['changed-meanwhile'],
  })
  async putTargets(
    @ZodUpdate(CapacityTargetsUpdate) sent: Update<NewCapacityTargets>,
    @RequestedCommand() context: CommandContext,
  ): Promise<CapacityTargets> {
    return this.plan.putTargets(await sent.of(() => this.plan.targets(), context), context);
  }

  @Get('claims')
  @Permit('view-wards')
  @Describe({
    summary: 'Lists how many bed days plans say that a stay of each pathway saves, each with its source.',
    answers: { 200: BenefitClaims },
  })
  claims(): Promise<BenefitClaims> {
    return this.plan.claims();
  }

  @Put('claims')
  @Permit('manage-wards')
  @Describe({
    summary: 'Changes the claims: all of them as they are to be.',
    answers: { 200: BenefitClaims },
    problems: ['changed-meanwhile'],
  })
  async putClaims(
    @ZodUpdate(BenefitClaimsUpdate) sent: Update<NewBenefitClaims>,
    @RequestedCommand() context: CommandContext,
  ): Promise<BenefitClaims> {
    return this.plan.putClaims(await sent.of(() => this.plan.claims(), context), context);
  }

  @Get('benefits')
  @Permit('view-wards')
  @Describe({
    summary:
      'Compares the bed days that stays were to save with those that they did, by ward, provider, place and system, and says how weak the comparison is.',
    answers: { 200: Benefits },
  })
  benefitsOf(@ZodQuery(BenefitsQuery) query: BenefitsQuery): Promise<Benefits> {
    return this.benefits.benefits(query);
  }
}
