import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import { identityStatusOfCode } from '#libs/identity';
import { describeProblem } from '#libs/problem-details';
import type { Logger } from '#libs/telemetry';
import type { FastifyReply } from 'fastify';
import { randomUUID } from 'node:crypto';
import { LOGGER } from '../../parts.module.ts';
import { clinicianStatusOfCode } from '../../problem-statuses.ts';
import { fhirJson, operationOutcomeOf } from './operation-outcome.ts';

/** Answers what goes wrong with a FHIR resource as FHIR does: the same problem as everywhere, as an OperationOutcome. */
@Catch()
export class OperationOutcomeFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const statusOfCode = { ...identityStatusOfCode, ...clinicianStatusOfCode };
    const frameworkStatus = error instanceof HttpException ? error.getStatus() : undefined;
    const { problem, headers, unexpected } = describeProblem(error, statusOfCode, frameworkStatus);
    const errorId = unexpected ? randomUUID() : undefined;
    const detail = errorId === undefined ? problem.detail : `${problem.detail} Please quote ${errorId}.`;
    if (errorId !== undefined) this.logger.error({ event: 'request-failed', errorId, err: error }, 'A request failed');
    void reply
      .code(problem.status)
      .headers({ ...headers, 'Cache-Control': 'no-store' })
      .type(fhirJson)
      .send(JSON.stringify(operationOutcomeOf({ ...problem, detail })));
  }
}
