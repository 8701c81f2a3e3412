import { Controller, Get } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { PublicCapacity } from '#libs/contracts';
import { CurrentSystem, ForScope, type System } from '#libs/identity';
import { PublicCapacityService } from './public-capacity.service.ts';

/** `/capacity/public`. */
@Controller('api/v1/capacity/public')
export class PublicCapacityController {
  constructor(private readonly capacities: PublicCapacityService) {}

  @Get()
  @ForScope('capacity:read')
  @Describe({
    summary:
      'Shows care coordination centres how many beds each ward has and how many are free: for a token with the scope `capacity:read` alone. Numbers of patients from 1 to 4, and what would give them away, are null.',
    answers: { 200: PublicCapacity },
    problems: ['capacity-rate-exceeded'],
  })
  figures(@CurrentSystem() system: System): Promise<PublicCapacity> {
    return this.capacities.figures(system.id);
  }
}
