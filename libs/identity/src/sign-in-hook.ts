import type { FastifyReply, FastifyRequest } from 'fastify';
import { challenge } from './challenge.ts';
import { pathOf, type AskingRequest, type Identification } from './identification.ts';
import { CredentialRefusedError, NotSignedInError } from './identity-errors.ts';

/** Whether the request is a person going to a page, rather than a script or an image asking for something. */
function isNavigation(request: AskingRequest): boolean {
  if (request.method !== 'GET' || pathOf(request).startsWith('/api/')) return false;
  return (request.headers.accept ?? '').includes('text/html');
}

/**
 * Stands in front of every path, of routes, static files and nothing at all: a request without a known person gets no
 * further than the open paths. A browser is sent to sign in and comes back to where it wanted to go; anything else is
 * answered with 401. Add it to the Fastify instance before anything else: `fastify.addHook('onRequest',
 * requireSignIn(identification))`.
 */
export function requireSignIn(
  identification: Identification,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  return async (request, reply) => {
    if (identification.isOpen(request)) return;
    try {
      if ((await identification.callerOf(request)) !== undefined) return;
      throw new NotSignedInError();
    } catch (error) {
      if (!(error instanceof NotSignedInError || error instanceof CredentialRefusedError)) throw error;
      if (isNavigation(request)) {
        await reply.redirect(`/auth/login?returnTo=${encodeURIComponent(request.url)}`, 302);
        return;
      }
      void reply.header('WWW-Authenticate', challenge(request));
      throw error;
    }
  };
}
