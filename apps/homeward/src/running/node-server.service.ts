import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { constants, createSecureServer, Http2ServerRequest, type ServerHttp2Session } from 'node:http2';
import type { TLSSocket } from 'node:tls';

import type { Certificate } from './certificate.service.ts';

/** Something that answers some paths by itself, in front of everything else. */
export interface RequestOwner {
  owns(request: IncomingMessage): boolean;
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
}

export interface NodeServerOptions {
  readonly handler: RequestListener;
  /** Asked in turn. */
  readonly requestOwners: readonly RequestOwner[];
  /** How long the headers and the body of a request may take to come. @default 15 seconds */
  readonly requestMilliseconds?: number | undefined;
  readonly certificate: Certificate | undefined;
}

/** How long a client may take; in milliseconds. */
export interface RequestTimes {
  readonly headersTimeout: number;
  /** Headers and body together. */
  readonly requestTimeout: number;
  readonly connectionsCheckingInterval: number;
}

const usualRequestMilliseconds = 15_000;
const longestHeadersMilliseconds = 10_000;
const longestHandshakeMilliseconds = 10_000;

/** A request that comes in drops holds a connection and what has come of it; after this it is answered 408 and cut off. */
export function requestTimes(requestMilliseconds = usualRequestMilliseconds): RequestTimes {
  return {
    headersTimeout: Math.min(longestHeadersMilliseconds, requestMilliseconds),
    requestTimeout: requestMilliseconds,
    connectionsCheckingInterval: Math.min(1000, requestMilliseconds),
  };
}

/** A server of HTTP/1.1 without a certificate; with one, of HTTP/2 and HTTP/1.1 over TLS, as the client prefers. */
export function nodeServer({ handler, requestOwners, certificate, ...options }: NodeServerOptions): Server {
  const times = requestTimes(options.requestMilliseconds);
  const listener: RequestListener = (request, response) => {
    // HTTP/2 has the host under another name, and all that reads it knows this one.
    request.headers.host ??= authorityOf(request);
    const answer = requestOwners.find((owner) => owner.owns(request))?.handler ?? handler;
    if (request instanceof Http2ServerRequest) endUnlessComplete(request, times.requestTimeout);
    answer(request, response);
  };
  return certificate === undefined ? createServer(times, listener) : secureServer(listener, { certificate, times });
}

function authorityOf(request: IncomingMessage): string | undefined {
  const authority = request.headers[':authority'];
  return typeof authority === 'string' ? authority : undefined;
}

/** Node watches over the requests of HTTP/1.1 itself. */
function endUnlessComplete(request: Http2ServerRequest, milliseconds: number): void {
  if (request.stream.endAfterHeaders) return;
  const timer = setTimeout(() => {
    if (!request.complete) request.stream.close(constants.NGHTTP2_CANCEL);
  }, milliseconds);
  const stop = (): void => {
    clearTimeout(timer);
  };
  request.once('end', stop).once('close', stop);
}

function secureServer(
  listener: RequestListener,
  { certificate, times }: { readonly certificate: Certificate; readonly times: RequestTimes },
): Server {
  // Node makes the requests and answers of HTTP/2 behave as those of HTTP/1.1, but their types have nothing in common.
  const either = listener as unknown as Parameters<typeof createSecureServer>[1];
  const handshakeTimeout = longestHandshakeMilliseconds;
  const options = { ...certificate, handshakeTimeout, allowHTTP1: true, minVersion: 'TLSv1.2' } as const;
  const server = createSecureServer(options, either);
  // For its clients of HTTP/1.1; this server takes them as properties only.
  Object.assign(server, times);
  // An event of the live stream is small, and must not wait for a second one to fill the packet.
  server.on('secureConnection', (socket: TLSSocket) => socket.setNoDelay(true));
  endSessionsWith(server);
  // Fastify listens, closes and has no further use for it.
  return server as unknown as Server;
}

/** Ends HTTP/2 with the server, as `forceCloseConnections` does HTTP/1.1: a live stream never ends by itself. */
function endSessionsWith(server: ReturnType<typeof createSecureServer>): void {
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  const close = server.close.bind(server);
  server.close = (done) => {
    close(done);
    for (const session of sessions) session.destroy();
    return server;
  };
}
