import { Controller, Get, StreamableFile } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { WardId } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodParam } from '#libs/problem-details';
import { DowntimePackService } from './downtime-pack.service.ts';

/** `/wards/{id}/downtime-pack`. */
@Controller('api/v1/wards/:id/downtime-pack')
export class DowntimePackController {
  constructor(private readonly packs: DowntimePackService) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary: 'Prints what the ward needs of its patients while Homeward cannot be asked, as tagged PDF.',
    answers: { 200: { about: 'The pack of the ward, as PDF/UA.', mediaType: 'application/pdf' } },
    problems: ['ward-not-found'],
  })
  async pack(@ZodParam('id', WardId) id: WardId): Promise<StreamableFile> {
    const { fileName, bytes } = await this.packs.packOf(id);
    return new StreamableFile(bytes, { type: 'application/pdf', disposition: `attachment; filename="${fileName}"` });
  }
}
