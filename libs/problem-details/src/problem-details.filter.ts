import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { HomewardError, isServerAway, type Problem } from '#libs/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { throwError } from 'rxjs';
import { describeProblem, isRefusedValue, type StatusOfCode } from './problem.ts';

/** As much of a logger as is needed here; pino's fits. */
export interface ProblemLogger {
  error(facts: Readonly<Record<string, unknown>>, message: string): void;
  warn(facts: Readonly<Record<string, unknown>>, message: string): void;
}

export interface ProblemDetailsOptions {
  /** Codes without an entry are 422, or 503 where trying again can help. */
  readonly statusOfCode: StatusOfCode;
  readonly logger: ProblemLogger;
}

/**
 * The one place where an error becomes an HTTP answer: RFC 9457 problem details, wherever it arose. What we did not
 * foresee is answered without particulars, and logged in full under an id that the answer names.
 */
@Catch()
export class ProblemDetailsFilter implements ExceptionFilter {
  constructor(private readonly options: ProblemDetailsOptions) {}

  catch(error: unknown, host: ArgumentsHost): unknown {
    // An error in a handler of the event log goes on to the transport, which decides about retrying.
    if (host.getType() !== 'http') return throwError(() => error);
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { problem, headers, unexpected } = describeProblem(
      error,
      this.options.statusOfCode,
      frameworkStatusOf(error),
    );
    const errorId = unexpected ? randomUUID() : undefined;
    this.#log(error, request, errorId);
    if (reply.sent || reply.raw.headersSent) {
      // A stream that failed half way: cutting it off is the only way left to say so.
      reply.raw.destroy();
      return undefined;
    }
    const detail = errorId === undefined ? problem.detail : `${problem.detail} Please quote ${errorId}.`;
    send(reply, { ...problem, detail }, headers);
    return undefined;
  }

  #log(error: unknown, request: FastifyRequest, errorId: string | undefined): void {
    // The route's pattern, not the path: a path can name a patient.
    const where = { method: request.method, route: request.routeOptions.url };
    if (errorId !== undefined) {
      this.options.logger.error({ event: 'request-failed', errorId, ...where, err: error }, 'A request failed');
    } else if (error instanceof HomewardError && error.transient) {
      this.options.logger.warn({ event: 'request-deferred', code: error.code, ...where }, 'A request was put off');
    } else if (isServerAway(error)) {
      this.options.logger.warn({ event: 'request-deferred', ...where, err: error }, 'A request was put off');
    } else if (isRefusedValue(error)) {
      // A schema should have refused it, with the field.
      this.options.logger.warn({ event: 'value-refused', ...where, err: error }, 'The database refused a value');
    }
  }
}

/**
 * For Fastify's `frameworkErrors`: what its router refuses (a malformed URL, a part of the path that is too long) never
 * reaches Nest, and is answered here in the same shape.
 */
export function answerFrameworkError(error: unknown, _request: unknown, reply: FastifyReply): void {
  const { problem, headers } = describeProblem(error, {}, frameworkStatusOf(error));
  send(reply, problem, headers);
}

function send(reply: FastifyReply, problem: Problem, headers: Readonly<Record<string, string>>): void {
  void reply
    .code(problem.status)
    .headers({ ...headers, 'Cache-Control': 'no-store' })
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}

/** Nest's exceptions know their status; so do Fastify's errors, which are told by their code. */
function frameworkStatusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || !('statusCode' in error) || !('code' in error)) return undefined;
  const { statusCode, code } = error;
  const isFastify = typeof code === 'string' && code.startsWith('FST_');
  return isFastify && typeof statusCode === 'number' ? statusCode : undefined;
}
