import { Controller, Get, Post, Res } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { Gateway, GatewayCredential, NewGateway, type Page, pageOf, PageQuery, type Person } from '#libs/contracts';
import { CurrentPerson, Permit } from '#libs/identity';
import { ZodBody, ZodQuery } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
import { GatewaysService } from './gateways.service.ts';

/** `/gateways`. */
@Controller('api/v1/gateways')
export class GatewaysController {
  constructor(private readonly gateways: GatewaysService) {}

  @Get()
  @Permit('manage-gateways')
  @Describe({ summary: 'Lists the gateways.', answers: { 200: pageOf(Gateway) }, problems: ['invalid-cursor'] })
  list(@ZodQuery(PageQuery) query: PageQuery): Promise<Page<Gateway>> {
    return this.gateways.list(query);
  }

  @Post()
  @Permit('manage-gateways')
  @Describe({
    summary: 'Registers a gateway, and shows its secret this one time.',
    answers: { 201: GatewayCredential },
  })
  async register(
    @ZodBody(NewGateway) gateway: NewGateway,
    @CurrentPerson() by: Person,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GatewayCredential> {
    const registered = await this.gateways.register(gateway, by);
    void reply.headers({ Location: `/api/v1/gateways/${registered.id}`, 'Cache-Control': 'no-store' });
    return registered;
  }
}
