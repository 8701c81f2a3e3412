import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import {
  Notification,
  NotificationId,
  NotificationQuery,
  type Page,
  pageOf,
  type Person,
  TestNotification,
} from '#libs/contracts';
import { CurrentPerson, may, SignedIn } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import { z } from 'zod';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { OwnNotificationsService } from './own-notifications.service.ts';
import { NotificationsService } from './notifications.service.ts';

const WebPushKey = z.object({ key: z.string().nullable() });
type WebPushKey = z.infer<typeof WebPushKey>;

/** `/notifications`, and a person's own test. */
@Controller('api/v1')
export class NotificationsController {
  constructor(
    private readonly notifications: NotificationsService,
    private readonly own: OwnNotificationsService,
  ) {}

  @Get('notifications')
  @SignedIn()
  @Describe({
    summary:
      'Lists who was notified of what and what became of it, newest first; of addresses only one’s own. Who may not view patients sees only their own.',
    answers: { 200: pageOf(Notification) },
    problems: ['invalid-cursor'],
  })
  list(
    @ZodQuery(NotificationQuery) query: NotificationQuery,
    @CurrentPerson() person: Person,
  ): Promise<Page<Notification>> {
    const seen = may(person.role, 'view-patients') ? query : { ...query, personId: person.id };
    return this.notifications.list(seen, person);
  }

  @Get('notifications/web-push-key')
  @SignedIn()
  @Describe({
    summary: 'The key with which a browser subscribes to web push; null where web push has none.',
    answers: { 200: WebPushKey },
  })
  webPushKey(): WebPushKey {
    return { key: this.own.webPushKey ?? null };
  }

  @Post('notifications/:id/received')
  @HttpCode(200)
  @SignedIn()
  @Describe({
    summary: 'Says that a browser in which the person is signed in has the notification.',
    answers: { 200: Notification },
    problems: ['notification-not-found'],
  })
  received(
    @ZodParam('id', NotificationId) id: NotificationId,
    @RequestedCommand() context: CommandContext<Person>,
  ): Promise<Notification> {
    return this.own.received(id, context);
  }

  @Post('people/me/test-notification')
  @SignedIn()
  @Describe({
    summary: 'Sends a message to oneself, by the same way as any notification.',
    answers: { 201: Notification },
    problems: ['channel-not-offered', 'no-contact-method'],
  })
  test(
    @ZodBody(TestNotification) { channel }: TestNotification,
    @RequestedCommand() context: CommandContext<Person>,
  ): Promise<Notification> {
    return this.own.test(channel, context);
  }
}
