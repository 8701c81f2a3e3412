import { Controller, Get, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import {
  AcknowledgeAlert,
  Alert,
  AlertId,
  AlertQuery,
  AlertTimeline,
  DeclineAlert,
  EscalateAlert,
  type Page,
  pageOf,
  type Person,
  ReassignAlert,
  ResolveAlert,
  SnoozeAlert,
} from '#libs/contracts';
import { CurrentPerson, Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import { EntityTagInterceptor } from '../../commands/revisions/entity-tag.interceptor.ts';
import { AlertAnswersService } from './alert-answers.service.ts';
import { AlertUndoService } from './alert-undo.service.ts';
import { AlertsService } from './alerts.service.ts';

/** `/alerts`. */
@Controller('api/v1/alerts')
@UseInterceptors(EntityTagInterceptor)
export class AlertsController {
  constructor(
    private readonly alerts: AlertsService,
    private readonly answers: AlertAnswersService,
    private readonly undos: AlertUndoService,
  ) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary: 'Lists alerts, the newest first, as they are or as they were at an instant.',
    answers: { 200: pageOf(Alert) },
    problems: ['invalid-cursor', 'as-of-in-future'],
  })
  list(@ZodQuery(AlertQuery) query: AlertQuery, @CurrentPerson() person: Person): Promise<Page<Alert>> {
    return this.alerts.list(query.owner === 'me' ? { ...query, owner: person.id } : query);
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
    summary:
      'Acknowledges an alert, and the related ones of the patient; it lapses unless something follows. Nothing changes when that has been done already.',
    answers: { 200: Alert },
    problems: ['alert-not-found', 'alert-already-resolved', 'changed-meanwhile'],
  })
  acknowledge(
    @ZodParam('id', AlertId) id: AlertId,
    @ZodBody(AcknowledgeAlert.default({})) { note }: AcknowledgeAlert,
    @RequestedCommand() context: CommandContext,
  ): Promise<Alert> {
    return this.answers.acknowledge(id, note ?? null, context);
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
    @ZodBody(ResolveAlert) { outcome, note }: ResolveAlert,
    @RequestedCommand() context: CommandContext,
  ): Promise<Alert> {
    return this.answers.resolve(id, { outcome, note: note ?? null }, context);
  }

  @Post(':id/reassign')
  @HttpCode(200)
  @Permit('act-on-alerts')
  @Describe({
    summary: 'Hands an alert to a person or a team; that acknowledges it.',
    answers: { 200: Alert },
    problems: ['alert-not-found', 'alert-already-resolved', 'person-not-found', 'team-not-found', 'changed-meanwhile'],
  })
  reassign(
    @ZodParam('id', AlertId) id: AlertId,
    @ZodBody(ReassignAlert) asked: ReassignAlert,
    @RequestedCommand() context: CommandContext,
  ): Promise<Alert> {
    return this.answers.reassign(id, asked, context);
  }

  @Post(':id/take-over')
  @HttpCode(200)
  @Permit('act-on-alerts')
  @Describe({
    summary: 'Has the caller see to an alert, whoever did before.',
    answers: { 200: Alert },
    problems: ['alert-not-found', 'alert-already-resolved', 'changed-meanwhile'],
  })
  takeOver(@ZodParam('id', AlertId) id: AlertId, @RequestedCommand() context: CommandContext): Promise<Alert> {
    return this.answers.takeOver(id, context);
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Permit('act-on-alerts')
  @Describe({
    summary: 'Has the caller see to an alert that was handed to a team of theirs.',
    answers: { 200: Alert },
    problems: ['alert-not-found', 'alert-already-resolved', 'not-handed-to-team', 'not-in-team', 'changed-meanwhile'],
  })
  accept(@ZodParam('id', AlertId) id: AlertId, @RequestedCommand() context: CommandContext): Promise<Alert> {
    return this.answers.accept(id, context);
  }

  @Post(':id/decline')
  @HttpCode(200)
  @Permit('act-on-alerts')
  @Describe({
    summary: 'Gives an alert that was handed to a team of the caller back to who handed it over.',
    answers: { 200: Alert },
    problems: ['alert-not-found', 'alert-already-resolved', 'not-handed-to-team', 'not-in-team', 'changed-meanwhile'],
  })
  decline(
    @ZodParam('id', AlertId) id: AlertId,
    @ZodBody(DeclineAlert) { reason }: DeclineAlert,
    @RequestedCommand() context: CommandContext,
  ): Promise<Alert> {
    return this.answers.decline(id, reason, context);
  }

  @Post(':id/snooze')
  @HttpCode(200)
  @Permit('act-on-alerts')
  @Describe({
    summary: 'Puts an alert off: no one is notified until then, unless the patient gets worse.',
    answers: { 200: Alert },
    problems: ['alert-not-found', 'alert-already-resolved', 'snooze-refused', 'changed-meanwhile'],
  })
  snooze(
    @ZodParam('id', AlertId) id: AlertId,
    @ZodBody(SnoozeAlert) asked: SnoozeAlert,
    @RequestedCommand() context: CommandContext,
  ): Promise<Alert> {
    return this.answers.snooze(id, asked, context);
  }

  @Post(':id/escalate')
  @HttpCode(200)
  @Permit('act-on-alerts')
  @Describe({
    summary: 'Notifies the people of the next step of the escalation policy now.',
    answers: { 200: Alert },
    problems: ['alert-not-found', 'alert-already-resolved', 'changed-meanwhile'],
  })
  escalate(
    @ZodParam('id', AlertId) id: AlertId,
    @ZodBody(EscalateAlert) { note }: EscalateAlert,
    @RequestedCommand() context: CommandContext,
  ): Promise<Alert> {
    return this.answers.escalate(id, note, context);
  }

  @Post(':id/undo')
  @HttpCode(200)
  @Permit('act-on-alerts')
  @Describe({
    summary: 'Takes back what the caller did last about an alert, within a minute.',
    answers: { 200: Alert },
    problems: ['alert-not-found', 'nothing-to-undo', 'undo-too-late', 'changed-meanwhile'],
  })
  undo(@ZodParam('id', AlertId) id: AlertId, @RequestedCommand() context: CommandContext): Promise<Alert> {
    return this.undos.undo(id, context);
  }
}
