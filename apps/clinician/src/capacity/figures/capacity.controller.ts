import { Controller, Get } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { Capacity, InstantWithOffset } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodQuery } from '#libs/problem-details';
import { z } from 'zod';
import { CapacityService } from './capacity.service.ts';

const CapacityAt = z.object({ at: InstantWithOffset.optional() });

/** `/capacity`. */
@Controller('api/v1/capacity')
export class CapacityController {
  constructor(private readonly capacities: CapacityService) {}

  @Get()
  @Permit('view-wards')
  @Describe({
    summary:
      'Shows beds and patients in numbers, now or at another time: of each ward, of all, by organisation and by pathway.',
    answers: { 200: Capacity },
  })
  capacity(@ZodQuery(CapacityAt) { at }: z.infer<typeof CapacityAt>): Promise<Capacity> {
    return this.capacities.capacity(at);
  }
}
