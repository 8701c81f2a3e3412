import { Inject, Injectable } from '@nestjs/common';
import { instant, type Notification, type NotificationChannel, NotificationId, type Person } from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { ChannelsService } from '../channels/channels.service.ts';
import { CONTACT_DIRECTORY, type ContactDirectory } from './contact-directory.service.ts';
import { ChannelNotOfferedError, NoContactMethodError, NotificationNotFoundError } from './notification-errors.ts';
import type { NotificationCause, NotificationRecord } from './notification-record.ts';
import { resourceOf } from './notification-resource.ts';
import { NotificationsStore } from './notifications.store.ts';
import { byMethod, consoleNotification } from './plan-notifications.ts';

const testWithinSeconds = 60;

/** What a person does with notifications of their own: has them in a browser, and tries their channels. */
@Injectable()
export class OwnNotificationsService {
  constructor(
    private readonly commands: CommandsService,
    private readonly store: NotificationsStore,
    private readonly channels: ChannelsService,
    @Inject(CONTACT_DIRECTORY) private readonly directory: ContactDirectory,
  ) {}

  /** What browsers subscribe to web push with; undefined where there is no key. */
  get webPushKey(): string | undefined {
    return this.channels.webPushKey;
  }

  /**
   * A browser of the person has the notification that is meant for it. One that has ended stays as it ended.
   *
   * @throws NotificationNotFoundError for what is not for this person's browsers.
   */
  async received(id: NotificationId, context: CommandContext<Person>): Promise<Notification> {
    return this.commands.execute('receive-notification', context, async (command) => {
      const record = await this.store.lock(command.client, id);
      if (record?.channel !== 'console' || record.person.id !== context.by.id) throw new NotificationNotFoundError(id);
      if (record.state !== 'pending') return resourceOf(record);
      const attempt = { at: instant(command.at), outcome: 'delivered', detail: 'a browser has it' } as const;
      const reason = 'delivered';
      await this.store.deliveredToBrowser(command.client, { id, attempt, reason, at: command.at });
      command.changed({ kind: 'notification', notificationId: id, personId: context.by.id });
      const attempts = [...record.attempts, attempt];
      return resourceOf({ ...record, state: 'delivered', reason, attempts, endedAt: command.at });
    });
  }

  /**
   * Sends the person a message by that channel, at any hour.
   *
   * @throws ChannelNotOfferedError
   * @throws NoContactMethodError
   */
  async test(channel: NotificationChannel, context: CommandContext<Person>): Promise<Notification> {
    return this.commands.execute('test-notification', context, async (command) => {
      const record = await this.#testRecord(channel, command);
      await this.store.add(command.client, [record]);
      command.changed({ kind: 'notification', notificationId: record.id, personId: command.by.id });
      return resourceOf(record);
    });
  }

  async #testRecord(channel: NotificationChannel, { client, by, at }: Command): Promise<NotificationRecord> {
    const id = NotificationId.parse(randomUUID());
    const cause = testCause({ id: by.id, name: by.name });
    if (channel === 'console') return { ...consoleNotification(cause, at), id };
    if (!this.channels.offered.has(channel)) throw new ChannelNotOfferedError(channel);
    const contacts = (await this.directory.contactsOf(client, [by.id])).get(by.id);
    const method = contacts?.methods.find((one) => one.channel === channel);
    if (method === undefined) throw new NoContactMethodError(channel);
    return { ...byMethod(cause, [{ ...method, number: 0 }], at), id };
  }
}

function testCause(person: NotificationCause['person']): NotificationCause {
  return {
    kind: 'test',
    alertId: null,
    technicalAlertId: null,
    patientId: null,
    run: 0,
    step: 0,
    round: 0,
    tier: 'low-medium',
    person,
    words: {
      title: 'Homeward: a test',
      body: 'You sent this to yourself. It is about no patient, and needs no answer.',
    },
    deliverWithinSeconds: testWithinSeconds,
    quietHours: null,
    replyNeedsSignIn: null,
  };
}
