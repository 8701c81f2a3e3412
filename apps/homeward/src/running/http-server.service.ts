import 'reflect-metadata';
import type { RequestListener } from 'node:http';
import { Http2ServerRequest } from 'node:http2';

import fastifyCompress from '@fastify/compress';
import fastifyHelmet from '@fastify/helmet';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';

import type { EventLogTransport } from '#libs/event-log';
import { type Identification, IdentityGuard, requireSignIn } from '#libs/identity';
import { answerFrameworkError, ProblemDetailsFilter, type StatusOfCode } from '#libs/problem-details';
import { type Logger, nestLogger } from '#libs/telemetry';

import type { Certificate } from './certificate.service.ts';
import { compression } from './compression.service.ts';
import { serveConsole } from './console-pages.service.ts';
import { meterHttp, timeRequests } from './http-metrics.service.ts';
import { nodeServer, type RequestOwner } from './node-server.service.ts';

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  /** Undefined: serve HTTP without TLS. */
  readonly certificate?: Certificate | undefined;
  readonly modules: readonly DynamicModule[];
  readonly transports: readonly EventLogTransport[];
  readonly identification: Identification;
  readonly statusOfCode: StatusOfCode;
  readonly logger: Logger;
  /** Left out where nothing is counted. */
  readonly metrics?: Registry;
  /** The metrics, and the embedded OpenID provider, which has pages of its own. */
  readonly requestOwners?: readonly RequestOwner[];
  /** How long the headers and the body of a request may take to come. */
  readonly requestMilliseconds?: number;
  /** The folder of the built console; undefined where it is not to be served. */
  readonly console: string | undefined;
}

/** The longest path parameter that is read; ids are at most 128 characters. */
const maxParameterCharacters = 256;

@Module({})
class HomewardModule {}

/**
 * Puts the modules on one Fastify server and the transports on the log, and starts all of it. Nothing answers anybody
 * who is not known, but for the paths that the identification leaves open and the requestOwner's own.
 */
export async function startHttpServer(options: HttpServerOptions): Promise<NestFastifyApplication> {
  const { modules, transports, identification, statusOfCode, logger } = options;
  const hsts = options.certificate === undefined ? false : strictTransport;
  const app = await NestFactory.create<NestFastifyApplication>(
    { module: HomewardModule, imports: [...modules] },
    adapterFor(options),
    { logger: nestLogger(logger), abortOnError: false },
  );
  try {
    const fastify = app.getHttpAdapter().getInstance();
    if (options.metrics !== undefined) {
      meterHttp(fastify.server, options.metrics);
      timeRequests(fastify, options.metrics);
    }
    await app.register(fastifyHelmet, { contentSecurityPolicy: { directives: contentSecurity }, hsts });
    fastify.addHook('onRequest', keepNoCopy);
    fastify.addHook('onRequest', requireSignIn(identification));
    fastify.addHook('onRequest', forgetTypeOfNothing);
    app.useGlobalGuards(new IdentityGuard(identification));
    app.useGlobalFilters(new ProblemDetailsFilter({ statusOfCode, logger }));
    await app.register(fastifyCompress, compression);
    if (options.console !== undefined) await serveConsole(fastify, options.console);
    for (const strategy of transports) app.connectMicroservice({ strategy });
    await app.init();
    await app.startAllMicroservices();
    await app.listen(options.port, options.host);
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** Any answer may be about a patient, and browsers and proxies keep none. The console's files say otherwise of themselves. */
function keepNoCopy(_request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  void reply.header('Cache-Control', 'no-store');
  done();
}

/**
 * Many clients say that they send JSON with every POST, also where there is nothing to send, as when an alert is
 * acknowledged. That is no body, not a broken one.
 */
function forgetTypeOfNothing(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  if (hasNoBody(request)) delete request.headers['content-type'];
  done();
}

function hasNoBody({ raw, headers }: FastifyRequest): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers;
  if (length === '0') return true;
  if (length !== undefined || encoding !== undefined) return false;
  // HTTP/2 needs neither of the two: there a request without a body ends with its headers.
  return !(raw instanceof Http2ServerRequest) || raw.stream.endAfterHeaders;
}

/** Everything is our own; uPlot and React set styles through the DOM, which this leaves alone. */
const contentSecurity = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  // The worker that holds the one live stream of all tabs.
  workerSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  // On a ward's own network there may be no certificate yet: what is asked for over http is answered over http.
  upgradeInsecureRequests: null,
} as const;

/** Not for names below ours, which need not have certificates. */
const strictTransport = { maxAge: 365 * 24 * 60 * 60, includeSubDomains: false } as const;

function adapterFor({ requestOwners = [], certificate, requestMilliseconds }: HttpServerOptions): FastifyAdapter {
  return new FastifyAdapter({
    // Live streams never end by themselves, and must not hold up the end of the process.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: maxParameterCharacters },
    frameworkErrors: answerFrameworkError,
    serverFactory: (handler: RequestListener) =>
      nodeServer({ handler, requestOwners, certificate, requestMilliseconds }),
  });
}
