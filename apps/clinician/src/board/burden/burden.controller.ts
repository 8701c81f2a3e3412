import { Controller, Get, Headers, Res } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { AlertBurden, BurdenQuery } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodQuery } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
import { burdenCsv, burdenFileName, prefersCsv } from './burden-csv.ts';
import { BurdenService } from './burden.service.ts';

/** `/alerts/burden`. */
@Controller('api/v1/alerts/burden')
export class BurdenController {
  constructor(private readonly burdens: BurdenService) {}

  @Get()
  @Permit('view-wards')
  @Describe({
    summary:
      'Shows in numbers what alerts ask of people in a period, the last 28 days unless set otherwise, by ward, shift, rule and day; as CSV where `Accept` is `text/csv`.',
    answers: { 200: AlertBurden },
    problems: ['ward-not-found'],
  })
  async burden(
    @ZodQuery(BurdenQuery) query: BurdenQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AlertBurden | string> {
    const burden = await this.burdens.burden(query);
    void reply.header('Vary', 'Accept');
    if (!prefersCsv(accept)) return burden;
    void reply
      .header('Content-Type', 'text/csv; charset=utf-8')
      .header('Content-Disposition', `attachment; filename="${burdenFileName(burden)}"`);
    return burdenCsv(burden);
  }
}
