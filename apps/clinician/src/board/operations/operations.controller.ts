import { Controller, Get } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { Operations, OperationsQuery } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodQuery } from '#libs/problem-details';
import { OperationsService } from './operations.service.ts';

/** `/operations`. */
@Controller('api/v1/operations')
export class OperationsController {
  constructor(private readonly operations: OperationsService) {}

  @Get()
  @Permit('view-wards')
  @Describe({
    summary: 'Shows in numbers how each ward worked in a period, the last 24 h unless told otherwise.',
    answers: { 200: Operations },
    problems: ['ward-not-found'],
  })
  figures(@ZodQuery(OperationsQuery) query: OperationsQuery): Promise<Operations> {
    return this.operations.figures(query);
  }
}
