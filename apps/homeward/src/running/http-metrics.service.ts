import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Counts what a server of HTTP answers, by status, and the connections that it has. */
export function meterHttp(server: Pick<Server, 'on'>, metrics: Registry): void {
  const registers = [metrics];
  const responses = new Counter({
    name: 'homeward_http_responses_total',
    help: 'Answers over HTTP by status; a request that its client broke off counts as `broken-off`.',
    labelNames: ['status'],
    registers,
  });
  const connections = new Gauge({ name: 'homeward_http_connections', help: 'Connections over HTTP, now.', registers });
  server.on('connection', (socket: Socket) => {
    connections.inc();
    socket.once('close', () => {
      connections.dec();
    });
  });
  server.on('request', (_request: unknown, response: ServerResponse) => {
    response.once('close', () => {
      responses.inc({ status: response.writableFinished ? String(response.statusCode) : 'broken-off' });
    });
  });
}

const methods: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);

/**
 * Measures how long answers take, by the template of their route: an address would make a series of each patient. What has
 * no route of Fastify's own is not measured (`/metrics`, `/oidc`), and neither are live streams, which end when a person leaves.
 */
export function timeRequests(fastify: Pick<FastifyInstance, 'addHook'>, metrics: Registry): void {
  const seconds = new Histogram({
    name: 'homeward_http_request_seconds',
    help: 'Time from when a request had come until its answer was sent, by method, template of the route and class of the status; without live streams.',
    labelNames: ['method', 'route', 'status_class'],
    buckets: [0.005, 0.025, 0.1, 0.25, 1, 2.5, 10],
    registers: [metrics],
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const isStream = String(reply.getHeader('content-type')).startsWith('text/event-stream');
    if (!isStream) {
      const method = methods.has(request.method) ? request.method : 'other';
      const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
      const statusClass = `${String(Math.trunc(reply.statusCode / 100))}xx`;
      seconds.observe({ method, route, status_class: statusClass }, reply.elapsedTime / 1000);
    }
    done();
  });
}
