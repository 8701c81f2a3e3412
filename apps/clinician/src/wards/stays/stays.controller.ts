import { Controller, Get, HttpCode, Post, Put, Res, UseInterceptors } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import {
  AsOfQuery,
  CancelStay,
  Discharge,
  ExpectedDischarge,
  NewStay,
  type Page,
  pageOf,
  type Person,
  ReinstateStay,
  ReturnStay,
  Stay,
  StayHistoryEntry,
  StayId,
  StayLeave,
  StayQuery,
  SwappedStays,
  SwapStays,
  TransferStay,
} from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { EntityTagInterceptor } from '../../commands/revisions/entity-tag.interceptor.ts';
import { AdmissionsService } from './admissions.service.ts';
import { LeaveService } from './leave.service.ts';
import { ResponsibleService } from './responsible.service.ts';
import { StaysService } from './stays.service.ts';
import { TransfersService } from './transfers.service.ts';

/** `/stays`. */
@Controller('api/v1/stays')
@UseInterceptors(EntityTagInterceptor)
export class StaysController {
  constructor(
    private readonly stays: StaysService,
    private readonly admissions: AdmissionsService,
    private readonly transfers: TransfersService,
    private readonly leave: LeaveService,
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
    summary: 'Admits a patient to a bed of a ward, beyond its capacity only with a reason and `exceed-capacity`.',
    answers: { 201: Stay },
    problems: [
      'ward-not-found',
      'patient-not-found',
      'patient-already-admitted',
      'no-chart-applies',
      'pathway-not-offered',
      'ward-closed',
      'ward-full',
      'stay-refused',
      'device-not-found',
      'device-held-by-another',
    ],
  })
  async admit(
    @ZodBody(NewStay) stay: NewStay,
    @RequestedCommand() context: CommandContext<Person>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Stay> {
    const admitted = await this.admissions.admit(stay, context);
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
      'pathway-not-offered',
      'ward-closed',
      'ward-full',
    ],
  })
  transfer(
    @ZodParam('id', StayId) id: StayId,
    @ZodBody(TransferStay) transfer: TransferStay,
    @RequestedCommand() context: CommandContext<Person>,
  ): Promise<Stay> {
    return this.transfers.transfer(id, transfer, context);
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
    return this.admissions.discharge(id, discharge, context);
  }

  @Post('swap')
  @HttpCode(200)
  @Permit('admit-and-discharge')
  @Describe({
    summary: 'Has two patients exchange their beds: both move, or neither does.',
    answers: { 200: SwappedStays },
    problems: ['stay-not-found', 'stay-already-discharged', 'pathway-not-offered'],
  })
  swap(@ZodBody(SwapStays) swap: SwapStays, @RequestedCommand() context: CommandContext): Promise<SwappedStays> {
    return this.transfers.swap(swap, context);
  }

  @Post(':id/leave')
  @HttpCode(200)
  @Permit('admit-and-discharge')
  @Describe({
    summary: 'Lets the patient go on leave: the bed stays theirs, and no reading is waited for meanwhile.',
    answers: { 200: Stay },
    problems: ['stay-not-found', 'changed-meanwhile', 'stay-already-discharged', 'stay-on-leave', 'stay-refused'],
  })
  beginLeave(
    @ZodParam('id', StayId) id: StayId,
    @ZodBody(StayLeave) leave: StayLeave,
    @RequestedCommand() context: CommandContext,
  ): Promise<Stay> {
    return this.leave.begin(id, leave, context);
  }

  @Post(':id/return')
  @HttpCode(200)
  @Permit('admit-and-discharge')
  @Describe({
    summary: 'Says that the patient is back from leave; monitoring goes on.',
    answers: { 200: Stay },
    problems: ['stay-not-found', 'changed-meanwhile', 'stay-already-discharged', 'stay-not-on-leave'],
  })
  endLeave(
    @ZodParam('id', StayId) id: StayId,
    @ZodBody(ReturnStay.default({})) _body: ReturnStay,
    @RequestedCommand() context: CommandContext,
  ): Promise<Stay> {
    return this.leave.end(id, context);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Permit('correct-stays')
  @Describe({
    summary: 'Says that the admission was a mistake: the stay ends as by a discharge, and counts as none.',
    answers: { 200: Stay },
    problems: ['stay-not-found', 'changed-meanwhile', 'stay-already-discharged'],
  })
  cancel(
    @ZodParam('id', StayId) id: StayId,
    @ZodBody(CancelStay) cancel: CancelStay,
    @RequestedCommand() context: CommandContext,
  ): Promise<Stay> {
    return this.admissions.cancel(id, cancel, context);
  }

  @Post(':id/reinstate')
  @HttpCode(200)
  @Permit('correct-stays')
  @Describe({
    summary: 'Undoes a discharge or a cancellation: the patient has a bed on that ward again.',
    answers: { 200: Stay },
    problems: [
      'stay-not-found',
      'changed-meanwhile',
      'stay-still-open',
      'patient-already-admitted',
      'ward-closed',
      'ward-full',
    ],
  })
  reinstate(
    @ZodParam('id', StayId) id: StayId,
    @ZodBody(ReinstateStay) reinstate: ReinstateStay,
    @RequestedCommand() context: CommandContext<Person>,
  ): Promise<Stay> {
    return this.admissions.reinstate(id, reinstate, context);
  }

  @Put(':id/expected-discharge-date')
  @Permit('admit-and-discharge')
  @Describe({
    summary: 'Says on which day the stay is expected to end; null: that is open.',
    answers: { 200: Stay },
    problems: ['stay-not-found', 'changed-meanwhile', 'stay-already-discharged', 'stay-refused'],
  })
  expectDischarge(
    @ZodParam('id', StayId) id: StayId,
    @ZodBody(ExpectedDischarge) expected: ExpectedDischarge,
    @RequestedCommand() context: CommandContext,
  ): Promise<Stay> {
    return this.admissions.expectDischarge(id, expected, context);
  }
}
