import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import {
  Gateway,
  GatewayCredential,
  GatewayId,
  NewGateway,
  type Page,
  pageOf,
  PageQuery,
  type Person,
  WithdrawGateway,
} from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import { GatewaysService } from '../gateways/gateways.service.ts';
import { GatewayOverviewsService } from './gateway-overviews.service.ts';

/** `/gateways`. */
@Controller('api/v1/gateways')
@Permit('manage-gateways')
export class GatewayOverviewsController {
  constructor(
    private readonly gateways: GatewaysService,
    private readonly overviews: GatewayOverviewsService,
  ) {}

  @Get()
  @Describe({ summary: 'Lists the gateways.', answers: { 200: pageOf(Gateway) }, problems: ['invalid-cursor'] })
  list(@ZodQuery(PageQuery) query: PageQuery): Promise<Page<Gateway>> {
    return this.overviews.list(query);
  }

  @Post()
  @Describe({
    summary: 'Registers a gateway, and shows its secret this one time.',
    answers: { 201: GatewayCredential },
    problems: ['answer-not-kept'],
  })
  async register(
    @ZodBody(NewGateway) gateway: NewGateway,
    @RequestedCommand() context: CommandContext<Person>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GatewayCredential> {
    const registered = await this.gateways.register(gateway, context);
    void reply.headers({ Location: `/api/v1/gateways/${registered.id}`, 'Cache-Control': 'no-store' });
    return registered;
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Describe({
    summary: "Withdraws the gateway's credential: its connections end, and nothing that it sends is taken.",
    answers: { 200: Gateway },
    problems: ['gateway-not-found'],
  })
  async withdraw(
    @ZodParam('id', GatewayId) id: GatewayId,
    @ZodBody(WithdrawGateway) { reason }: WithdrawGateway,
    @RequestedCommand() context: CommandContext<Person>,
  ): Promise<Gateway> {
    const withdrawn = await this.gateways.withdraw(id, reason, context);
    const [shown = withdrawn] = await this.overviews.shown([withdrawn]);
    return shown;
  }
}
