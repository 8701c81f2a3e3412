import { Controller, Get, Post, Res } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import {
  ChartedObservation,
  EnteredObservations,
  ObservationQuery,
  ObservationSetRecorded,
  type Page,
  pageOf,
  PatientId,
  type Person,
  Score,
  ScoreQuery,
} from '#libs/contracts';
import { CurrentPerson, Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
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
    summary: 'Lists what was observed, newest first by when it was taken.',
    answers: { 200: pageOf(ChartedObservation) },
    problems: ['patient-not-found', 'invalid-cursor'],
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
    summary: 'Records readings taken by phone or on a visit; answers once they are on the log for good.',
    answers: { 201: ObservationSetRecorded },
    problems: ['patient-not-found', 'readings-refused'],
  })
  async record(
    @ZodParam('id', PatientId) id: PatientId,
    @ZodBody(EnteredObservations) entered: EnteredObservations,
    @CurrentPerson() by: Person,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ObservationSetRecorded> {
    const recorded = await this.entered.record(id, entered, by);
    void reply.header('Location', `/api/v1/patients/${id}/observations`);
    return recorded;
  }

  @Get('scores')
  @Permit('view-patients')
  @Describe({
    summary: 'Lists the scores, newest first by the moment they belong to.',
    answers: { 200: pageOf(Score) },
    problems: ['patient-not-found', 'invalid-cursor'],
  })
  scores(@ZodParam('id', PatientId) id: PatientId, @ZodQuery(ScoreQuery) query: ScoreQuery): Promise<Page<Score>> {
    return this.chart.listScores(id, query);
  }
}
