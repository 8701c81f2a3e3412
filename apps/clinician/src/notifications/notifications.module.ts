import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { ChannelsService } from './channels/channels.service.ts';
import { CONTACT_DIRECTORY } from './notifications/contact-directory.service.ts';
import { DeliveriesStore } from './notifications/deliveries.store.ts';
import { DeliveryService } from './notifications/delivery.service.ts';
import { NotificationMetrics } from './notifications/notification-metrics.service.ts';
import { NotificationsController } from './notifications/notifications.controller.ts';
import { NotificationsService } from './notifications/notifications.service.ts';
import { NotificationsStore } from './notifications/notifications.store.ts';
import { OwnNotificationsService } from './notifications/own-notifications.service.ts';
import { ProvidersService } from './notifications/providers.service.ts';
import { StaffContactsService } from './notifications/staff-contacts.service.ts';
import { RepliesService } from './replies/replies.service.ts';
import { RepliesStore } from './replies/replies.store.ts';
import { ReplyLinksController, SmsRepliesController } from './replies/replies.controller.ts';
import { ReplyWaysService } from './notifications/reply-ways.service.ts';
import { SentMessagesController } from './channels/sent-messages/sent-messages.controller.ts';
import { SentMessagesService } from './channels/sent-messages/sent-messages.service.ts';
import { SentMessagesStore } from './channels/sent-messages/sent-messages.store.ts';

export const notificationsControllers: readonly Type[] = [
  NotificationsController,
  ReplyLinksController,
  SentMessagesController,
  SmsRepliesController,
];

@Module({})
class NotificationsModule {}

/** Who is notified of what by which channel, and what became of it. */
export function notificationsModule(...imports: DynamicModule[]): DynamicModule {
  return {
    module: NotificationsModule,
    imports,
    controllers: [...notificationsControllers],
    providers: [
      { provide: CONTACT_DIRECTORY, useClass: StaffContactsService },
      ChannelsService,
      DeliveriesStore,
      DeliveryService,
      NotificationMetrics,
      NotificationsService,
      NotificationsStore,
      OwnNotificationsService,
      ProvidersService,
      RepliesService,
      RepliesStore,
      ReplyWaysService,
      SentMessagesService,
      SentMessagesStore,
    ],
    exports: [NotificationsService],
  };
}
