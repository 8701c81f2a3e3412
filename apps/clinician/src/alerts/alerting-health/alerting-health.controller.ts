import { Controller, Get } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { AlertingHealth } from '#libs/contracts';
import { Open } from '#libs/identity';
import { AlertingHealthService } from './alerting-health.service.ts';

/** `/alerting/health`. Open, since sessions are in the database, and this is asked for when that is away. */
@Controller('api/v1/alerting/health')
export class AlertingHealthController {
  constructor(private readonly alerting: AlertingHealthService) {}

  @Get()
  @Open()
  @Describe({
    summary: 'Says whether alerts arrive, and what may keep them from people. Answers without sign-in and database.',
    answers: { 200: AlertingHealth },
    problems: [],
  })
  health(): AlertingHealth {
    return this.alerting.health();
  }
}
