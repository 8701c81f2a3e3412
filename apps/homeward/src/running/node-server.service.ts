import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createSecureServer, type ServerHttp2Session } from 'node:http2';
import type { TLSSocket } from 'node:tls';

import type { Certificate } from './certificate.service.ts';

/** Something that answers some paths by itself, in front of everything else. */
export interface RequestOwner {
  owns(request: IncomingMessage): boolean;
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
}

export interface NodeServerOptions {
  readonly handler: RequestListener;
  readonly requestOwner: RequestOwner | undefined;
  readonly certificate: Certificate | undefined;
}

/** A server of HTTP/1.1 without a certificate; with one, of HTTP/2 and HTTP/1.1 over TLS, as the client prefers. */
export function nodeServer({ handler, requestOwner, certificate }: NodeServerOptions): Server {
  const listener: RequestListener = (request, response) => {
    // HTTP/2 has the host under another name, and all that reads it knows this one.
    request.headers.host ??= authorityOf(request);
    if (requestOwner?.owns(request) === true) requestOwner.handler(request, response);
    else handler(request, response);
  };
  return certificate === undefined ? createServer(listener) : secureServer(listener, certificate);
}

function authorityOf(request: IncomingMessage): string | undefined {
  const authority = request.headers[':authority'];
  return typeof authority === 'string' ? authority : undefined;
}

function secureServer(listener: RequestListener, certificate: Certificate): Server {
  // Node makes the requests and answers of HTTP/2 behave as those of HTTP/1.1, but their types have nothing in common.
  const either = listener as unknown as Parameters<typeof createSecureServer>[1];
  const server = createSecureServer({ ...certificate, allowHTTP1: true, minVersion: 'TLSv1.2' }, either);
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
