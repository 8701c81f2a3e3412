import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { CONTACT_DIRECTORY, noContacts } from './notifications/contact-directory.service.ts';
import { NotificationsService } from './notifications/notifications.service.ts';
import { NotificationsStore } from './notifications/notifications.store.ts';

export const notificationsControllers: readonly Type[] = [];

@Module({})
class NotificationsModule {}

/** Who is notified of what by which channel, and what became of it. */
export function notificationsModule(...imports: DynamicModule[]): DynamicModule {
  return {
    module: NotificationsModule,
    imports,
    controllers: [...notificationsControllers],
    providers: [{ provide: CONTACT_DIRECTORY, useValue: noContacts }, NotificationsService, NotificationsStore],
    exports: [NotificationsService],
  };
}
