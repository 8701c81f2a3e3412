import { Controller, Get, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { Alert, AlertId, AlertQuery, AlertTimeline, type Page, pageOf, ResolveAlert } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import { EntityTagInterceptor } from '../../commands/revisions/entity-tag.interceptor.ts';
import { AlertUndoService } from './alert-undo.service.ts';
import { AlertsService } from './alerts.service.ts';

/** `/alerts`. */
@Controller('api/v1/alerts')
@UseInterceptors(EntityTagInterceptor)
export class AlertsController {
  constructor(
    private readonly alerts: AlertsService,
    private readonly undos: AlertUndoService,
  ) {}

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

  @Get(':id/timeline')
  @Permit('view-patients')
  @Describe({
    summary: 'Shows everything that happened to an alert, oldest first.',
    answers: { 200: AlertTimeline },
    problems: ['alert-not-found'],
  })
  timeline(@ZodParam('id', AlertId) id: AlertId): Promise<AlertTimeline> {
    return this.alerts.timeline(id);
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  @Permit('act-on-alerts')
  @Describe({
    summary: 'Acknowledges an alert; nothing changes when that has been done already.',
    answers: { 200: Alert },
    problems: ['alert-not-found', 'alert-already-resolved', 'changed-meanwhile'],
  })
  acknowledge(@ZodParam('id', AlertId) id: AlertId, @RequestedCommand() context: CommandContext): Promise<Alert> {
    return this.alerts.acknowledge(id, context);
  }

  @Post(':id/resolve')
  @HttpCode(200)
  @Permit('act-on-alerts')
  @Describe({
    summary: 'Closes an alert, with what was done or found; the same request sent twice changes nothing.',
    answers: { 200: Alert },
    problems: ['alert-not-found', 'alert-already-resolved', 'changed-meanwhile'],
  })
  resolve(
    @ZodParam('id', AlertId) id: AlertId,
    @ZodBody(ResolveAlert.default({})) { outcome }: ResolveAlert,
    @RequestedCommand() context: CommandContext,
  ): Promise<Alert> {
    return this.alerts.resolve(id, outcome ?? null, context);
  }

  @Post(':id/undo')
  @HttpCode(200)
  @Permit('act-on-alerts')
  @Describe({
    summary: 'Takes back the acknowledgement or resolution that the caller gave last, within a minute.',
    answers: { 200: Alert },
    problems: ['alert-not-found', 'nothing-to-undo', 'undo-too-late', 'changed-meanwhile'],
  })
  undo(@ZodParam('id', AlertId) id: AlertId, @RequestedCommand() context: CommandContext): Promise<Alert> {
    return this.undos.undo(id, context);
  }
}
