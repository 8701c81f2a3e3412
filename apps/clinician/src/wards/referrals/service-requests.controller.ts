import { Body, Controller, Get, Header, Post, Res, UseFilters } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { ReferralId } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodParam } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { OperationOutcomeFilter } from './operation-outcome.filter.ts';
import { fhirJson } from './operation-outcome.ts';
import { ReferralViewsService } from './referral-views.service.ts';
import { serviceRequestOf } from './service-request.ts';
import { ServiceRequestsService } from './service-requests.service.ts';

const resource = { about: 'The referral as a FHIR R4 ServiceRequest.', mediaType: fhirJson } as const;

/** `/fhir/ServiceRequest`: referrals in FHIR R4. Problems are OperationOutcomes. */
@Controller('api/v1/fhir/ServiceRequest')
@UseFilters(OperationOutcomeFilter)
export class ServiceRequestsController {
  constructor(
    private readonly requests: ServiceRequestsService,
    private readonly views: ReferralViewsService,
  ) {}

  @Post()
  @Permit('manage-referrals')
  @Header('Content-Type', fhirJson)
  @Describe({
    summary:
      'Refers the patient of a FHIR R4 ServiceRequest, and registers a patient who is not known by the NHS number.',
    answers: { 201: resource },
    problems: ['service-request-refused', 'patient-mismatch', 'unknown-pathway', 'ward-not-found'],
  })
  async receive(
    @Body() body: unknown,
    @RequestedCommand() context: CommandContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const referral = await this.requests.receive(body, context);
    void reply.header('Location', `/api/v1/fhir/ServiceRequest/${referral.id}`);
    return serviceRequestOf(referral);
  }

  @Get(':id')
  @Permit('view-patients')
  @Header('Content-Type', fhirJson)
  @Describe({
    summary: 'Shows a referral as a FHIR R4 ServiceRequest.',
    answers: { 200: resource },
    problems: ['referral-not-found'],
  })
  async get(@ZodParam('id', ReferralId) id: ReferralId): Promise<object> {
    return serviceRequestOf(await this.views.get(id));
  }
}
