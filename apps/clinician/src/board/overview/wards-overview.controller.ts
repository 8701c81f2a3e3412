import { Controller, Get } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { WardsOverview } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { WardsOverviewService } from './wards-overview.service.ts';

/** `/wards/overview`. */
@Controller('api/v1/wards/overview')
export class WardsOverviewController {
  constructor(private readonly overviews: WardsOverviewService) {}

  @Get()
  @Permit('view-wards')
  @Describe({
    summary: 'Shows how every ward does, without a name or a reading.',
    answers: { 200: WardsOverview },
  })
  overview(): Promise<WardsOverview> {
    return this.overviews.overview();
  }
}
