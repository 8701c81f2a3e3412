import { Controller, Delete, Get, Inject, Post, Put, Res, UseInterceptors } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import type { Clock } from '#libs/clock';
import {
  NewRota,
  NewRotaOverride,
  NewRotaSwap,
  OnCall,
  OnCallQuery,
  type Page,
  pageOf,
  PageQuery,
  Rota,
  RotaGap,
  RotaId,
  RotaOverride,
  RotaOverrideId,
  RotaShift,
  RotaSwap,
  RotaUpdate,
  RotaWindow,
} from '#libs/contracts';
import { Permit } from '#libs/identity';
import { type Update, ZodBody, ZodParam, ZodQuery, ZodUpdate } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { EntityTagInterceptor } from '../../commands/revisions/entity-tag.interceptor.ts';
import { CLOCK } from '../../parts.module.ts';
import { OnCallService } from './on-call.service.ts';
import { askedSpan } from './asked-span.ts';
import { RotasService } from './rotas.service.ts';

/** `/rotas`. */
@Controller('api/v1/rotas')
@UseInterceptors(EntityTagInterceptor)
export class RotasController {
  constructor(
    private readonly rotas: RotasService,
    private readonly onCall: OnCallService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Permit('view-staff')
  @Describe({ summary: 'Lists the rotas by name.', answers: { 200: pageOf(Rota) }, problems: ['invalid-cursor'] })
  list(@ZodQuery(PageQuery) query: PageQuery): Promise<Page<Rota>> {
    return this.rotas.list(query);
  }

  @Post()
  @Permit('manage-staff')
  @Describe({
    summary: 'Sets up a rota. One with gaps is taken, and `gaps` names those of the next 7 days.',
    answers: { 201: Rota },
  })
  async add(
    @ZodBody(NewRota) rota: NewRota,
    @RequestedCommand() context: CommandContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Rota> {
    const added = await this.rotas.add(rota, context);
    void reply.header('Location', `/api/v1/rotas/${added.id}`);
    return added;
  }

  @Get(':id')
  @Permit('view-staff')
  @Describe({ summary: 'Shows a rota.', answers: { 200: Rota }, problems: ['rota-not-found'] })
  get(@ZodParam('id', RotaId) id: RotaId): Promise<Rota> {
    return this.rotas.get(id);
  }

  @Put(':id')
  @Permit('manage-staff')
  @Describe({
    summary: 'Changes a rota: all of it as it is to be, but for its overrides, which stay.',
    answers: { 200: Rota },
    problems: ['rota-not-found', 'changed-meanwhile'],
  })
  async change(
    @ZodParam('id', RotaId) id: RotaId,
    @ZodUpdate(RotaUpdate) sent: Update<NewRota>,
    @RequestedCommand() context: CommandContext,
  ): Promise<Rota> {
    return this.rotas.change(id, await sent.of(() => this.rotas.get(id), context), context);
  }

  @Post(':id/overrides')
  @Permit('manage-staff')
  @Describe({
    summary: 'Gives a person the turn for a time, whatever the layers and earlier overrides say.',
    answers: { 201: RotaOverride },
    problems: ['rota-not-found', 'changed-meanwhile'],
  })
  override(
    @ZodParam('id', RotaId) id: RotaId,
    @ZodBody(NewRotaOverride) override: NewRotaOverride,
    @RequestedCommand() context: CommandContext,
  ): Promise<RotaOverride> {
    return this.rotas.override(id, override, context);
  }

  @Delete(':id/overrides/:overrideId')
  @Permit('manage-staff')
  @Describe({
    summary: 'Takes an override away.',
    answers: { 200: RotaOverride },
    problems: ['rota-not-found', 'rota-override-not-found', 'changed-meanwhile'],
  })
  removeOverride(
    @ZodParam('id', RotaId) id: RotaId,
    @ZodParam('overrideId', RotaOverrideId) overrideId: RotaOverrideId,
    @RequestedCommand() context: CommandContext,
  ): Promise<RotaOverride> {
    return this.rotas.removeOverride(id, overrideId, context);
  }

  @Post(':id/swaps')
  @Permit('manage-staff')
  @Describe({
    summary: 'Has two people exchange shifts, each named by its start or a time in it.',
    answers: { 201: RotaSwap },
    problems: ['rota-not-found', 'swap-refused', 'changed-meanwhile'],
  })
  swap(
    @ZodParam('id', RotaId) id: RotaId,
    @ZodBody(NewRotaSwap) swap: NewRotaSwap,
    @RequestedCommand() context: CommandContext,
  ): Promise<RotaSwap> {
    return this.rotas.swap(id, swap, context);
  }

  @Get(':id/on-call')
  @Permit('view-staff')
  @Describe({
    summary: 'Shows who has the turn, now or at another time.',
    answers: { 200: OnCall },
    problems: ['rota-not-found'],
  })
  async at(@ZodParam('id', RotaId) id: RotaId, @ZodQuery(OnCallQuery) { at }: OnCallQuery): Promise<OnCall> {
    return this.onCall.at(id, at === undefined ? this.clock.now().getTime() : Date.parse(at));
  }

  @Get(':id/shifts')
  @Permit('view-staff')
  @Describe({
    summary: 'Lists the shifts from one time until another, as far as they lie in it; of the next 7 days by default.',
    answers: { 200: pageOf(RotaShift) },
    problems: ['rota-not-found'],
  })
  async shifts(@ZodParam('id', RotaId) id: RotaId, @ZodQuery(RotaWindow) window: RotaWindow): Promise<Page<RotaShift>> {
    return { items: await this.onCall.shifts(id, askedSpan(window, this.clock.now())), nextCursor: null };
  }

  @Get(':id/gaps')
  @Permit('view-staff')
  @Describe({
    summary: 'Lists when no person has the turn, from one time until another; in the next 7 days by default.',
    answers: { 200: pageOf(RotaGap) },
    problems: ['rota-not-found'],
  })
  async gaps(@ZodParam('id', RotaId) id: RotaId, @ZodQuery(RotaWindow) window: RotaWindow): Promise<Page<RotaGap>> {
    return { items: await this.onCall.gaps(id, askedSpan(window, this.clock.now())), nextCursor: null };
  }
}
