import { Controller, Get, Put } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { PatientId, type Person, Plan, PlanChange } from '#libs/contracts';
import { CurrentPerson, Permit } from '#libs/identity';
import { ZodBody, ZodParam } from '#libs/problem-details';
import { PlansService } from './plans.service.ts';

/** `/patients/{id}/plan`. */
@Controller('api/v1/patients/:id/plan')
export class PlansController {
  constructor(private readonly plans: PlansService) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary: 'Shows how the patient is monitored.',
    answers: { 200: Plan },
    problems: ['patient-not-found'],
  })
  get(@ZodParam('id', PatientId) id: PatientId): Promise<Plan> {
    return this.plans.get(id);
  }

  @Put()
  @Permit('prescribe')
  @Describe({
    summary: 'Prescribes SpO2 scale 2 or ends it, and sets or lifts an exclusion from scoring.',
    answers: { 200: Plan },
    problems: ['patient-not-found', 'review-in-past', 'prescribed-in-future'],
  })
  change(
    @ZodParam('id', PatientId) id: PatientId,
    @ZodBody(PlanChange) change: PlanChange,
    @CurrentPerson() by: Person,
  ): Promise<Plan> {
    return this.plans.change(id, change, by);
  }
}
