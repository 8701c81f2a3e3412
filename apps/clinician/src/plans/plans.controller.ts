import { Controller, Get, Put } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { AsOfQuery, instant, PatientId, type Person, Plan, PlanChange } from '#libs/contracts';
import { CurrentPerson, Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import { PlansService } from './plans.service.ts';

/** `/patients/{id}/plan`. */
@Controller('api/v1/patients/:id/plan')
export class PlansController {
  constructor(private readonly plans: PlansService) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary: 'Shows how the patient is monitored, as it is in force.',
    answers: { 200: Plan },
    problems: ['patient-not-found'],
  })
  get(@ZodParam('id', PatientId) id: PatientId, @ZodQuery(AsOfQuery) { asOf }: AsOfQuery): Promise<Plan> {
    return this.plans.get(id, asOf === undefined ? undefined : instant(Date.parse(asOf)));
  }

  @Put()
  @Permit('adjust-monitoring')
  @Describe({
    summary:
      'Changes how the patient is monitored. Scale 2, exclusion, ceiling of care and thresholds that accept also need the permission to prescribe.',
    answers: { 200: Plan },
    problems: ['patient-not-found', 'not-permitted', 'plan-refused', 'review-in-past', 'prescribed-in-future'],
  })
  change(
    @ZodParam('id', PatientId) id: PatientId,
    @ZodBody(PlanChange) change: PlanChange,
    @CurrentPerson() by: Person,
  ): Promise<Plan> {
    return this.plans.change(id, change, by);
  }
}
