import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { Alert, AlertId, AlertQuery, type Page, pageOf, type Person, ResolveAlert } from '#libs/contracts';
import { CurrentPerson, Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import { AlertsService } from './alerts.service.ts';

/** `/alerts`. */
@Controller('api/v1/alerts')
export class AlertsController {
  constructor(private readonly alerts: AlertsService) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary: 'Lists alerts, the newest first, as they are or as they were at an instant.',
    answers: { 200: pageOf(Alert) },
    problems: ['invalid-cursor', 'as-of-in-future'],
  })
  list(@ZodQuery(AlertQuery) query: AlertQuery): Promise<Page<Alert>> {
    return this.alerts.list(query);
  }

  @Get(':id')
  @Permit('view-patients')
  @Describe({ summary: 'Shows an alert.', answers: { 200: Alert }, problems: ['alert-not-found'] })
  get(@ZodParam('id', AlertId) id: AlertId): Promise<Alert> {
    return this.alerts.get(id);
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  @Permit('act-on-alerts')
  @Describe({
    summary: 'Takes an alert up; nothing changes when somebody has already.',
    answers: { 200: Alert },
    problems: ['alert-not-found', 'alert-already-resolved'],
  })
  acknowledge(@ZodParam('id', AlertId) id: AlertId, @CurrentPerson() by: Person): Promise<Alert> {
    return this.alerts.acknowledge(id, by);
  }

  @Post(':id/resolve')
  @HttpCode(200)
  @Permit('act-on-alerts')
  @Describe({
    summary: 'Closes an alert, with what was done or found; the same request sent twice changes nothing.',
    answers: { 200: Alert },
    problems: ['alert-not-found', 'alert-already-resolved'],
  })
  resolve(
    @ZodParam('id', AlertId) id: AlertId,
    @ZodBody(ResolveAlert.default({})) { outcome }: ResolveAlert,
    @CurrentPerson() by: Person,
  ): Promise<Alert> {
    return this.alerts.resolve(id, outcome ?? null, by);
  }
}
