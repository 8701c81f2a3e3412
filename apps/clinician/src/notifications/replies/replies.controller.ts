import { Controller, Get, Headers, HttpCode, Post, Query, Res } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { HomewardError, type SmsReplied, SmsReplied as SmsRepliedSchema, SmsReply } from '#libs/contracts';
import { Open } from '#libs/identity';
import { ForeignZodBody } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
import { randomBytes } from 'node:crypto';
import { RepliesService } from './replies.service.ts';
import { ReplyLinkExpiredError } from './reply-errors.ts';
import { replyWords } from '../notifications/reply-outcome.ts';
import { type ReplyPage, replyPage, replyPagePolicy } from './reply-pages.ts';
import { ReplyWaysService } from '../notifications/reply-ways.service.ts';

/** `/a`, where the links of notifications lead. A person at a browser reads a page, not problem details. */
@Controller('a')
@Open()
export class ReplyLinksController {
  constructor(
    private readonly replies: RepliesService,
    private readonly ways: ReplyWaysService,
  ) {}

  @Get()
  async ask(@Query('t') token: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.#orExplain(reply, async () => {
      const record = await this.replies.linked(textOf(token));
      sendPage(reply, 200, {
        title: record.words.title,
        text: `${record.person.name}: acknowledge this alert, and you see to it. Everyone else is left alone.`,
        acknowledgeAt: `?t=${encodeURIComponent(textOf(token))}`,
        consoleLink: this.ways.consoleLink(record),
      });
    });
  }

  @Post()
  @HttpCode(200)
  async acknowledge(@Query('t') token: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.#orExplain(reply, async () => {
      const result = await this.replies.byLink(textOf(token));
      const isNew = result.outcome === 'acknowledged';
      sendPage(reply, result.outcome === 'superseded' ? 410 : 200, {
        title: isNew ? 'Acknowledged' : 'Not changed',
        text: replyWords(result),
        consoleLink: this.ways.consoleLink({ alertId: null }),
      });
    });
  }

  async #orExplain(reply: FastifyReply, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof HomewardError) || error.transient) throw error;
      const status = error instanceof ReplyLinkExpiredError ? 410 : 400;
      const consoleLink = this.ways.consoleLink({ alertId: null });
      sendPage(reply, status, { title: 'This link does not work', text: error.message, consoleLink });
    }
  }
}

/** `/replies`, for the provider of SMS. */
@Controller('api/v1/replies')
@Open()
export class SmsRepliesController {
  constructor(private readonly replies: RepliesService) {}

  @Post('sms')
  @HttpCode(200)
  @Describe({
    summary:
      'Takes a reply by SMS from the provider, by the bearer token SMS_REPLY_TOKEN; its code acknowledges an alert.',
    answers: { 200: SmsRepliedSchema },
    problems: ['sms-reply-refused', 'reply-code-unknown', 'too-many-replies'],
  })
  async sms(
    // Providers pass on what else they know of an SMS.
    @ForeignZodBody(SmsReply) body: SmsReply,
    @Headers('authorization') authorization: string | undefined,
  ): Promise<SmsReplied> {
    const result = await this.replies.bySms(body, authorization);
    return { outcome: result.outcome, words: replyWords(result) };
  }
}

const textOf = (token: unknown): string => (typeof token === 'string' ? token : '');

function sendPage(reply: FastifyReply, status: number, page: ReplyPage): void {
  const nonce = randomBytes(16).toString('base64');
  void reply
    .code(status)
    .header('Content-Security-Policy', replyPagePolicy(nonce))
    .header('Cache-Control', 'no-store')
    .header('Referrer-Policy', 'no-referrer')
    .type('text/html; charset=utf-8')
    .send(replyPage(page, nonce));
}
