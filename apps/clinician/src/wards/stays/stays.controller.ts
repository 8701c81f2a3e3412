import { Controller, Get, HttpCode, Post, Res, UseInterceptors } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import {
  AsOfQuery,
  Discharge,
  NewStay,
  type Page,
  pageOf,
  Stay,
  StayHistoryEntry,
  StayId,
  StayQuery,
  TransferStay,
} from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { EntityTagInterceptor } from '../../commands/revisions/entity-tag.interceptor.ts';
import { ResponsibleService } from './responsible.service.ts';
import { StaysService } from './stays.service.ts';

/** `/stays`. */
@Controller('api/v1/stays')
@UseInterceptors(EntityTagInterceptor)
export class StaysController {
  constructor(
    private readonly stays: StaysService,
    private readonly responsible: ResponsibleService,
  ) {}

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
    @RequestedCommand() context: CommandContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Stay> {
    const admitted = await this.stays.admit(stay, context);
    void reply.header('Location', `/api/v1/stays/${admitted.id}`);
    return admitted;
  }

  @Get(':id')
  @Permit('view-patients')
  @Describe({
    summary: 'Shows a stay; with `asOf`, as it was then.',
    answers: { 200: Stay },
    problems: ['stay-not-found', 'as-of-in-future'],
  })
  get(@ZodParam('id', StayId) id: StayId, @ZodQuery(AsOfQuery) { asOf }: AsOfQuery): Promise<Stay> {
    return this.stays.get(id, asOf);
  }

  @Get(':id/history')
  @Permit('view-patients')
  @Describe({
    summary: 'Lists the states of a stay, oldest first: where the patient was, with who changed it, when and why.',
    answers: { 200: pageOf(StayHistoryEntry) },
    problems: ['stay-not-found'],
  })
  history(@ZodParam('id', StayId) id: StayId): Promise<Page<StayHistoryEntry>> {
    return this.stays.history(id);
  }

  @Post(':id/transfer')
  @HttpCode(200)
  @Permit('admit-and-discharge')
  @Describe({
    summary: 'Moves the patient to a bed on another ward; alerts, tasks and plan go with them.',
    answers: { 200: Stay },
    problems: [
      'stay-not-found',
      'ward-not-found',
      'changed-meanwhile',
      'stay-already-discharged',
      'already-on-ward',
      'ward-full',
    ],
  })
  transfer(
    @ZodParam('id', StayId) id: StayId,
    @ZodBody(TransferStay) transfer: TransferStay,
    @RequestedCommand() context: CommandContext,
  ): Promise<Stay> {
    return this.stays.transfer(id, transfer, context);
  }

  @Post(':id/take')
  @HttpCode(200)
  @Permit('act-on-alerts')
  @Describe({
    summary: 'Says that the caller has this patient, from now on and in place of a colleague who had.',
    answers: { 200: Stay },
    problems: ['stay-not-found', 'changed-meanwhile', 'stay-already-discharged'],
  })
  take(@ZodParam('id', StayId) id: StayId, @RequestedCommand() context: CommandContext): Promise<Stay> {
    return this.responsible.take(id, context);
  }

  @Post(':id/hand-back')
  @HttpCode(200)
  @Permit('act-on-alerts')
  @Describe({
    summary: 'Says that the caller no longer has this patient.',
    answers: { 200: Stay },
    problems: ['stay-not-found', 'changed-meanwhile', 'stay-already-discharged', 'not-responsible'],
  })
  handBack(@ZodParam('id', StayId) id: StayId, @RequestedCommand() context: CommandContext): Promise<Stay> {
    return this.responsible.handBack(id, context);
  }

  @Post(':id/discharge')
  @HttpCode(200)
  @Permit('admit-and-discharge')
  @Describe({
    summary: 'Ends a stay, and resolves its open alerts.',
    answers: { 200: Stay },
    problems: ['stay-not-found', 'changed-meanwhile', 'stay-already-discharged'],
  })
  discharge(
    @ZodParam('id', StayId) id: StayId,
    @ZodBody(Discharge.default({})) discharge: Discharge,
    @RequestedCommand() context: CommandContext,
  ): Promise<Stay> {
    return this.stays.discharge(id, discharge, context);
  }
}
