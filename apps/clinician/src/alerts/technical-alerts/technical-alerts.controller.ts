import { Controller, Get } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { type Page, pageOf, TechnicalAlert, TechnicalAlertQuery } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodQuery } from '#libs/problem-details';
import { TechnicalAlertsService } from './technical-alerts.service.ts';

/** `/technical-alerts`. */
@Controller('api/v1/technical-alerts')
export class TechnicalAlertsController {
  constructor(private readonly technicalAlerts: TechnicalAlertsService) {}

  @Get()
  @Permit('view-wards')
  @Describe({
    summary: 'Lists what is or was wrong with Homeward itself, the newest first.',
    answers: { 200: pageOf(TechnicalAlert) },
    problems: ['invalid-cursor'],
  })
  list(@ZodQuery(TechnicalAlertQuery) query: TechnicalAlertQuery): Promise<Page<TechnicalAlert>> {
    return this.technicalAlerts.list(query);
  }
}
