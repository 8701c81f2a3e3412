import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { AsOfQuery, MonitoringPause, NewPause, type Page, pageOf, PatientId, PauseId } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { PausesService } from './pauses.service.ts';

/** `/patients/{id}/pauses`. */
@Controller('api/v1/patients/:id/pauses')
export class PausesController {
  constructor(private readonly pauses: PausesService) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary: 'Lists the pauses of monitoring that are in force or to come.',
    answers: { 200: pageOf(MonitoringPause) },
    problems: ['patient-not-found', 'as-of-in-future'],
  })
  list(
    @ZodParam('id', PatientId) id: PatientId,
    @ZodQuery(AsOfQuery) { asOf }: AsOfQuery,
  ): Promise<Page<MonitoringPause>> {
    return this.pauses.list(id, asOf);
  }

  @Post()
  @Permit('adjust-monitoring')
  @Describe({
    summary: 'Pauses the waiting for readings until a time, at most 14 days ahead. It mutes nothing else.',
    answers: { 201: MonitoringPause },
    problems: ['patient-not-found', 'changed-meanwhile', 'patient-not-admitted', 'pause-refused', 'pause-overlaps'],
  })
  begin(
    @ZodParam('id', PatientId) id: PatientId,
    @ZodBody(NewPause) pause: NewPause,
    @RequestedCommand() context: CommandContext,
  ): Promise<MonitoringPause> {
    return this.pauses.begin(id, pause, context);
  }

  @Post(':pauseId/end')
  @HttpCode(200)
  @Permit('adjust-monitoring')
  @Describe({
    summary: 'Ends a pause now, or takes back one that has not begun.',
    answers: { 200: MonitoringPause },
    problems: ['patient-not-found', 'changed-meanwhile', 'pause-not-found'],
  })
  end(
    @ZodParam('id', PatientId) id: PatientId,
    @ZodParam('pauseId', PauseId) pauseId: PauseId,
    @RequestedCommand() context: CommandContext,
  ): Promise<MonitoringPause> {
    return this.pauses.end(id, pauseId, context);
  }
}
