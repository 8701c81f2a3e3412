import { Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import {
  AsOfQuery,
  BedFigures,
  CapacityQuery,
  Closure,
  ClosureId,
  EndClosure,
  NewClosure,
  NewWardCapacity,
  type Page,
  pageOf,
  WardCapacity,
  WardId,
} from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { WardCapacityService } from './ward-capacity.service.ts';

/** `/wards/{id}/capacity` and `/wards/{id}/closures`. */
@Controller('api/v1/wards/:id')
export class WardCapacityController {
  constructor(private readonly capacity: WardCapacityService) {}

  @Get('capacity')
  @Permit('view-wards')
  @Describe({
    summary: 'Counts beds and patients of a ward at a time, past or to come; with `asOf`, as it was known then.',
    answers: { 200: BedFigures },
    problems: ['ward-not-found', 'as-of-in-future'],
  })
  figures(@ZodParam('id', WardId) id: WardId, @ZodQuery(CapacityQuery) query: CapacityQuery): Promise<BedFigures> {
    return this.capacity.figures(id, query);
  }

  @Put('capacity')
  @Permit('manage-wards')
  @Describe({
    summary: 'Says how many beds the ward has from a time on; what held before stays as it was.',
    answers: { 200: WardCapacity },
    problems: ['ward-not-found', 'capacity-refused'],
  })
  set(
    @ZodParam('id', WardId) id: WardId,
    @ZodBody(NewWardCapacity) capacity: NewWardCapacity,
    @RequestedCommand() context: CommandContext,
  ): Promise<WardCapacity> {
    return this.capacity.set(id, capacity, context);
  }

  @Get('capacity/history')
  @Permit('view-wards')
  @Describe({
    summary: 'Lists what was said of the beds of a ward, in the order in which it was recorded.',
    answers: { 200: pageOf(WardCapacity) },
    problems: ['ward-not-found'],
  })
  history(@ZodParam('id', WardId) id: WardId): Promise<Page<WardCapacity>> {
    return this.capacity.history(id);
  }

  @Get('closures')
  @Permit('view-wards')
  @Describe({
    summary: 'Lists the closures of a ward, the newest beginning first; with `asOf`, as they were known then.',
    answers: { 200: pageOf(Closure) },
    problems: ['ward-not-found', 'as-of-in-future'],
  })
  closures(@ZodParam('id', WardId) id: WardId, @ZodQuery(AsOfQuery) { asOf }: AsOfQuery): Promise<Page<Closure>> {
    return this.capacity.listClosures(id, asOf);
  }

  @Post('closures')
  @Permit('manage-wards')
  @Describe({
    summary: 'Closes beds of a ward for a time, or until the closure is ended.',
    answers: { 201: Closure },
    problems: ['ward-not-found', 'capacity-refused'],
  })
  close(
    @ZodParam('id', WardId) id: WardId,
    @ZodBody(NewClosure) closure: NewClosure,
    @RequestedCommand() context: CommandContext,
  ): Promise<Closure> {
    return this.capacity.close(id, closure, context);
  }

  @Post('closures/:closureId/end')
  @HttpCode(200)
  @Permit('manage-wards')
  @Describe({
    summary: 'Opens the beds of a closure again, from now on.',
    answers: { 200: Closure },
    problems: ['ward-not-found', 'closure-not-found', 'closure-already-ended'],
  })
  end(
    @ZodParam('id', WardId) wardId: WardId,
    @ZodParam('closureId', ClosureId) closureId: ClosureId,
    @ZodBody(EndClosure) { reason }: EndClosure,
    @RequestedCommand() context: CommandContext,
  ): Promise<Closure> {
    return this.capacity.endClosure({ wardId, closureId }, reason, context);
  }
}
