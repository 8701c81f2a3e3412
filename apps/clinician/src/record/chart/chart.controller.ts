import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import {
  ChartedObservation,
  EnteredObservations,
  ObservationId,
  ObservationQuery,
  ObservationSetRecorded,
  type Page,
  pageOf,
  PatientId,
  type Person,
  RetractObservation,
  Score,
  ScoreQuery,
} from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import { ChartService } from './chart.service.ts';
import { EnteredObservationsService } from './entered-observations.service.ts';

/** `/patients/{id}/observations` and `/patients/{id}/scores`. */
@Controller('api/v1/patients/:id')
export class ChartController {
  constructor(
    private readonly chart: ChartService,
    private readonly entered: EnteredObservationsService,
  ) {}

  @Get('observations')
  @Permit('view-patients')
  @Describe({
    summary: 'Lists what was observed, newest first by when it was taken; with `asOf`, as it was known then.',
    answers: { 200: pageOf(ChartedObservation) },
    problems: ['patient-not-found', 'invalid-cursor', 'as-of-in-future'],
  })
  observations(
    @ZodParam('id', PatientId) id: PatientId,
    @ZodQuery(ObservationQuery) query: ObservationQuery,
  ): Promise<Page<ChartedObservation>> {
    return this.chart.listObservations(id, query);
  }

  @Post('observations')
  @Permit('record-observations')
  @Describe({
    summary:
      'Records readings taken by phone or on a visit, in place of others where they correct them, which needs act-on-alerts as well; answers once they are on the log for good.',
    answers: { 201: ObservationSetRecorded },
    problems: ['patient-not-found', 'readings-refused', 'observation-not-found', 'observation-already-retracted'],
  })
  async record(
    @ZodParam('id', PatientId) id: PatientId,
    @ZodBody(EnteredObservations) entered: EnteredObservations,
    @RequestedCommand() context: CommandContext<Person>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ObservationSetRecorded> {
    const recorded = await this.entered.record(id, entered, context);
    void reply.header('Location', `/api/v1/patients/${id}/observations`);
    return recorded;
  }

  // An alert may rest on what is retracted.
  @Post('observations/:observationId/retract')
  @HttpCode(200)
  @Permit('record-observations', 'act-on-alerts')
  @Describe({
    summary:
      'Says that an observation does not count; it stays on the chart, struck through, and what it scored is scored again. An open alert that rested on it stays open to be reviewed, and says who retracted it.',
    answers: { 200: ChartedObservation },
    problems: ['patient-not-found', 'observation-not-found', 'observation-already-retracted'],
  })
  retract(
    @ZodParam('id', PatientId) id: PatientId,
    @ZodParam('observationId', ObservationId) observationId: ObservationId,
    @ZodBody(RetractObservation) { reason }: RetractObservation,
    @RequestedCommand() context: CommandContext<Person>,
  ): Promise<ChartedObservation> {
    return this.entered.retract({ patientId: id, observationId, reason }, context);
  }

  @Get('scores')
  @Permit('view-patients')
  @Describe({
    summary:
      'Lists the scores that stand, newest first by the time they belong to; with `asOf`, those that stood then.',
    answers: { 200: pageOf(Score) },
    problems: ['patient-not-found', 'invalid-cursor', 'as-of-in-future'],
  })
  scores(@ZodParam('id', PatientId) id: PatientId, @ZodQuery(ScoreQuery) query: ScoreQuery): Promise<Page<Score>> {
    return this.chart.listScores(id, query);
  }
}
