import { Controller, Get } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { DischargePreview, StayId } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodParam } from '#libs/problem-details';
import { DischargePreviewService } from './discharge-preview.service.ts';

/** `/stays/{id}/discharge-preview`. The discharge itself is in `wards/stays`. */
@Controller('api/v1/stays')
export class DischargePreviewController {
  constructor(private readonly preview: DischargePreviewService) {}

  @Get(':id/discharge-preview')
  @Permit('view-patients')
  @Describe({
    summary: 'Says what a discharge would end now, and which devices are with the patient.',
    answers: { 200: DischargePreview },
    problems: ['stay-not-found', 'stay-already-discharged'],
  })
  of(@ZodParam('id', StayId) id: StayId): Promise<DischargePreview> {
    return this.preview.of(id);
  }
}
