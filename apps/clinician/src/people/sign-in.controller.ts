import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { HomewardError } from '#libs/contracts';
import { CrossSiteRequestError, isOwnSite, Open, ownPath } from '#libs/identity';
import type { Logger } from '#libs/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { readCookie, setCookie } from './cookies.ts';
import { OpenIdClient } from './open-id.client.ts';
import { SessionsService } from './sessions.service.ts';
import {
  attemptCookieName,
  attemptLastsSeconds,
  decodeAttempt,
  encodeAttempt,
  type SignInAttempt,
} from './sign-in-attempt.ts';
import { SignInRefusedError } from './sign-in-errors.ts';
import { type Notice, noticePage, noticePolicy } from './sign-in-pages.ts';

export const PEOPLE_LOGGER = Symbol('people logger');
export const PUBLIC_URL = Symbol('public url');
export const ATTEMPT_KEY = Symbol('attempt key');

/** Signing in and out by OpenID Connect. These paths, and no others, answer a browser that is not signed in yet. */
@Controller('auth')
@Open()
export class SignInController {
  constructor(
    @Inject(OpenIdClient) private readonly openId: OpenIdClient,
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(PUBLIC_URL) private readonly publicUrl: URL,
    @Inject(ATTEMPT_KEY) private readonly attemptKey: Uint8Array,
    @Inject(PEOPLE_LOGGER) private readonly logger: Logger,
  ) {}

  @Get('login')
  async login(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    // Cookies belong to a host name: a browser that came by another one (127.0.0.1 for localhost) must sign in at ours.
    if (request.headers.host !== this.publicUrl.host) {
      await reply.redirect(new URL(request.url, this.publicUrl).href, 302);
      return;
    }
    const returnTo = ownPath(queryOf(request).get('returnTo') ?? undefined);
    await this.#orExplain(reply, returnTo, async () => {
      const { attempt, goTo } = await this.openId.begin(returnTo);
      void reply.header('Set-Cookie', this.#attemptCookie(attempt.state, attempt)).header('Cache-Control', 'no-store');
      await reply.redirect(goTo.href, 302);
    });
  }

  @Get('callback')
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const query = queryOf(request);
    const state = query.get('state') ?? '';
    const cookie = readCookie(request.headers.cookie, attemptCookieName(state));
    const attempt = decodeAttempt(cookie, { state, key: this.attemptKey });
    await this.#orExplain(reply, attempt?.returnTo ?? '/', async () => {
      if (attempt === undefined) throw new SignInRefusedError('it took too long, or began in another browser');
      const { person, idToken } = await this.openId.finish(query.toString(), attempt);
      await this.sessions.end(request.headers.cookie);
      const session = await this.sessions.start({ person, idToken });
      this.logger.info({ event: 'signed-in', personId: person.id, role: person.role }, 'A person signed in');
      void reply.header('Set-Cookie', [session, this.#attemptCookie(state)]).header('Cache-Control', 'no-store');
      await reply.redirect(ownPath(attempt.returnTo), 302);
    });
  }

  @Post('logout')
  async logout(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!isOwnSite(request.headers)) throw new CrossSiteRequestError();
    const { setCookie: gone, idToken } = await this.sessions.end(request.headers.cookie);
    void reply.header('Set-Cookie', gone).header('Cache-Control', 'no-store');
    const end = await this.#whereToEnd(idToken);
    if (end === undefined) {
      await reply.redirect('/auth/signed-out', 303);
      return;
    }
    // A page rather than a redirect: `form-action 'self'` of the console would not let a form lead to another site.
    const link = { to: end.href, text: 'Sign out there as well' };
    const text = 'You are signed out of Homeward, and are now being signed out of your sign-in service.';
    sendNotice(reply, 200, { title: 'Signing out', text, link, goesOn: true });
  }

  @Get('signed-out')
  signedOut(@Res() reply: FastifyReply): void {
    const link = { to: '/auth/login', text: 'Sign in again' };
    sendNotice(reply, 200, { title: 'You are signed out', text: 'This browser is signed out of Homeward.', link });
  }

  /** Having signed out here does not depend on whether the provider can be reached. */
  async #whereToEnd(idToken: string | undefined): Promise<URL | undefined> {
    try {
      return await this.openId.endOfSession(idToken);
    } catch (error) {
      this.logger.warn({ event: 'provider-sign-out-failed', err: error }, 'Could not sign out at the OpenID provider');
      return undefined;
    }
  }

  /** A person at a browser reads a page, not problem details. */
  async #orExplain(reply: FastifyReply, returnTo: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof HomewardError)) throw error;
      this.logger.warn({ event: 'sign-in-failed', code: error.code, err: error }, 'A sign-in failed');
      const link = { to: `/auth/login?returnTo=${encodeURIComponent(returnTo)}`, text: 'Try to sign in again' };
      sendNotice(reply, error.transient ? 503 : 403, { title: 'Sign-in did not work', text: error.message, link });
    }
  }

  #attemptCookie(state: string, attempt?: SignInAttempt): string {
    return setCookie(attemptCookieName(state), attempt === undefined ? '' : encodeAttempt(attempt, this.attemptKey), {
      path: '/auth',
      maxAgeSeconds: attempt === undefined ? 0 : attemptLastsSeconds,
      secure: this.publicUrl.protocol === 'https:',
    });
  }
}

function queryOf(request: FastifyRequest): URLSearchParams {
  const at = request.url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : request.url.slice(at + 1));
}

function sendNotice(reply: FastifyReply, status: number, notice: Notice): void {
  const nonce = randomBytes(16).toString('base64');
  void reply
    .code(status)
    .header('Content-Security-Policy', noticePolicy(nonce))
    .header('Cache-Control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(noticePage(notice, nonce));
}
