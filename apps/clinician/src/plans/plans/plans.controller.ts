import { Controller, Get, Inject, Put, UseInterceptors } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import type { Clock } from '#libs/clock';
import { asOfInstant, AsOfQuery, PatientId, type Person, Plan, type PlanChange, PlanUpdate } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { type Update, ZodParam, ZodQuery, ZodUpdate } from '#libs/problem-details';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { EntityTagInterceptor } from '../../commands/revisions/entity-tag.interceptor.ts';
import { CLOCK } from '../../parts.module.ts';
import { PlansService } from './plans.service.ts';

/** `/patients/{id}/plan`. */
@Controller('api/v1/patients/:id/plan')
@UseInterceptors(EntityTagInterceptor)
export class PlansController {
  constructor(
    private readonly plans: PlansService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary: 'Shows how the patient is monitored, as it is in force.',
    answers: { 200: Plan },
    problems: ['patient-not-found', 'as-of-in-future'],
  })
  get(@ZodParam('id', PatientId) id: PatientId, @ZodQuery(AsOfQuery) { asOf }: AsOfQuery): Promise<Plan> {
    return this.plans.get(id, asOfInstant(asOf, this.clock.now()));
  }

  @Put()
  @Permit('adjust-monitoring')
  @Describe({
    summary:
      'Changes how the patient is monitored. Scale 2, exclusion, ceiling of care and thresholds that accept also need the permission to prescribe.',
    answers: { 200: Plan },
    problems: [
      'patient-not-found',
      'changed-meanwhile',
      'not-permitted',
      'plan-refused',
      'plan-unchanged',
      'review-in-past',
      'prescribed-in-future',
    ],
  })
  async change(
    @ZodParam('id', PatientId) id: PatientId,
    @ZodUpdate(PlanUpdate) sent: Update<PlanChange>,
    @RequestedCommand() context: CommandContext<Person>,
  ): Promise<Plan> {
    return this.plans.change(id, await sent.changedPartsOf(() => this.plans.get(id), context), context);
  }
}
