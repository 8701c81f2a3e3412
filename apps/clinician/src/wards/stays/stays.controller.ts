import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { Discharge, NewStay, type Page, pageOf, type Person, Stay, StayId, StayQuery } from '#libs/contracts';
import { CurrentPerson, Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
import { StaysService } from './stays.service.ts';

/** `/stays`. */
@Controller('api/v1/stays')
export class StaysController {
  constructor(private readonly stays: StaysService) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary: 'Lists stays, the newest admission first.',
    answers: { 200: pageOf(Stay) },
    problems: ['invalid-cursor'],
  })
  list(@ZodQuery(StayQuery) query: StayQuery): Promise<Page<Stay>> {
    return this.stays.list(query);
  }

  @Post()
  @Permit('admit-and-discharge')
  @Describe({
    summary: 'Admits a patient to a ward.',
    answers: { 201: Stay },
    problems: ['ward-not-found', 'patient-not-found', 'patient-already-admitted', 'ward-full'],
  })
  async admit(
    @ZodBody(NewStay) stay: NewStay,
    @CurrentPerson() by: Person,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Stay> {
    const admitted = await this.stays.admit(stay, by);
    void reply.header('Location', `/api/v1/stays/${admitted.id}`);
    return admitted;
  }

  @Get(':id')
  @Permit('view-patients')
  @Describe({ summary: 'Shows a stay.', answers: { 200: Stay }, problems: ['stay-not-found'] })
  get(@ZodParam('id', StayId) id: StayId): Promise<Stay> {
    return this.stays.get(id);
  }

  @Post(':id/discharge')
  @HttpCode(200)
  @Permit('admit-and-discharge')
  @Describe({
    summary: 'Ends a stay, and resolves its open alerts.',
    answers: { 200: Stay },
    problems: ['stay-not-found', 'stay-already-discharged'],
  })
  discharge(
    @ZodParam('id', StayId) id: StayId,
    @ZodBody(Discharge.default({})) { reason }: Discharge,
    @CurrentPerson() by: Person,
  ): Promise<Stay> {
    return this.stays.discharge(id, reason ?? null, by);
  }
}
