import { Inject, Injectable } from '@nestjs/common';
import {
  type AlertId,
  type AlertTier,
  type EventId,
  decodeCursor,
  instant,
  type Notification,
  type NotificationId,
  type NotificationQuery,
  type NotificationWords,
  type Page,
  pageFromRows,
  type PatientId,
  type Person,
  type PersonReference,
} from '#libs/contracts';
import { may } from '#libs/identity';
import type { Timers } from '#libs/timers';
import { z } from 'zod';
import type { Command } from '../../commands/commands.service.ts';
import { Hook } from '../../commands/hook.service.ts';
import { TIMERS } from '../../parts.module.ts';
import { ChannelsService } from '../channels/channels.service.ts';
import { CONTACT_DIRECTORY, type ContactDirectory } from './contact-directory.service.ts';
import type { ReplyResult } from './reply-outcome.ts';
import type {
  NotificationCause,
  NotificationRecord,
  NotificationSums,
  SupersededBecause,
} from './notification-record.ts';
import { resourceFor, resourceOf } from './notification-resource.ts';
import { type EndedNotification, NotificationsStore } from './notifications.store.ts';
import { firstNotifications } from './plan-notifications.ts';

const cursor = z.tuple([z.iso.datetime(), z.uuid()]);
/** After a day in which no browser had it, a notification for browsers is news no more. */
const unseenHours = 24;
const technicalWithinSeconds = 120;

/** A person is to be notified of an alert. */
export interface NotificationRequest {
  readonly alertId: AlertId;
  readonly patientId: PatientId;
  /**
   * Which run of the escalation, which step of it (1 is the first; the fallback has the number after the last), and which
   * repetition of the step. With the person they make the ids, so that a step that fires twice notifies once.
   */
  readonly run: number;
  readonly step: number;
  readonly round: number;
  readonly person: PersonReference;
  /** The high tier overrides quiet hours. */
  readonly tier: AlertTier;
  /** Without more of the patient than the ward allows; the caller sees to that. */
  readonly words: NotificationWords;
  /** Within this time a channel that has not delivered gives way to the person's next one. */
  readonly deliverWithinSeconds: number;
  /** Whether the ward asks people to sign in to acknowledge; null where that is as the service says. */
  readonly replyNeedsSignIn: boolean | null;
}

/** A person is to be notified of what is wrong with Homeward itself. */
export interface TechnicalNotificationRequest {
  readonly technicalAlertId: EventId;
  readonly person: PersonReference;
  readonly words: NotificationWords;
}

/** A person acknowledged an alert by a signed link or an SMS code. */
export interface Reply {
  readonly alertId: AlertId;
  /** The run of the escalation that the notification belongs to. */
  readonly run: number;
  readonly person: PersonReference;
  readonly way: 'link' | 'sms';
  /** Called by the group that knows the alert, with what became of it. */
  readonly answer: (result: ReplyResult) => void;
}

/**
 * The ledger of notifications: each is made in the transaction that decides that a person is to be notified, and ends once,
 * as delivered, failed or superseded. Sending them is the business of the delivery.
 */
@Injectable()
export class NotificationsService {
  /** Runs when a person has acknowledged by a signed link or an SMS code, in the command of that reply. */
  readonly replied = new Hook<Reply>();

  constructor(
    private readonly store: NotificationsStore,
    private readonly channels: ChannelsService,
    @Inject(CONTACT_DIRECTORY) private readonly directory: ContactDirectory,
    @Inject(TIMERS) timers: Timers,
  ) {
    timers.repeat({
      kind: 'unseen-notifications',
      everyMilliseconds: 10 * 60_000,
      work: (now) => this.store.supersedeUnseen(new Date(now.getTime() - unseenHours * 60 * 60_000), now),
    });
  }

  /** Notifies people, in the command's transaction. What was requested before is left as it is, whatever became of it. */
  async notify(command: Command, requests: readonly NotificationRequest[]): Promise<void> {
    await this.#notify(command, requests.map(causeOf));
  }

  /** Notifies people of a technical alert, in the command's transaction: once, however often it is asked for. */
  async notifyOfTechnical(command: Command, requests: readonly TechnicalNotificationRequest[]): Promise<void> {
    await this.#notify(command, requests.map(technicalCauseOf));
  }

  async #notify(command: Command, causes: readonly RequestedCause[]): Promise<void> {
    if (causes.length === 0) return;
    const { client, at } = command;
    const people = [...new Set(causes.map(({ person }) => person.id))];
    const contacts = await this.directory.contactsOf(client, people);
    const planned = causes.map((requested) => {
      const known = contacts.get(requested.person.id);
      const quietHours = requested.tier === 'high' ? null : (known?.quietHours ?? null);
      const cause: NotificationCause = { ...requested, quietHours };
      return firstNotifications(cause, known, { offered: this.channels.offered, at });
    });
    // Whether the step has fired for this person before is decided by the console's, of which each has one.
    const added = await this.store.add(
      client,
      planned.flatMap(([console]) => console ?? []),
    );
    const fresh = planned.filter(([console]) => console !== undefined && added.has(console.id));
    await this.store.add(
      client,
      fresh.flatMap(([, ...byMethod]) => byMethod),
    );
    for (const [console] of fresh) {
      if (console === undefined) continue;
      command.changed({ kind: 'notification', notificationId: console.id, personId: console.person.id });
    }
  }

  /** Ends all that is pending of these alerts, in the command's transaction: nothing more is sent once it is committed. */
  async supersede(command: Command, alertIds: readonly AlertId[], because: SupersededBecause): Promise<void> {
    announce(command, await this.store.supersede(command.client, alertIds, { because, at: command.at }));
  }

  /** The same of technical alerts. */
  async supersedeTechnical(command: Command, technicalAlertIds: readonly EventId[]): Promise<void> {
    announce(command, await this.store.supersedeTechnical(command.client, technicalAlertIds, command.at));
  }

  /**
   * The ledger. Addresses of others are shown to those who manage staff.
   *
   * @throws InvalidCursorError
   */
  async list(query: NotificationQuery, reader: Person): Promise<Page<Notification>> {
    const rows = await this.store.list(query, decodeCursor(query.cursor, cursor));
    return pageFromRows(rows, {
      limit: query.limit,
      toItem: (record) => resourceFor({ id: reader.id, maySeeAddresses: may(reader.role, 'manage-staff') }, record),
      keysOf: ({ createdAt, id }) => [instant(createdAt), id],
    });
  }

  /** Those that there are, as the people see them whom they are for. */
  async getMany(ids: readonly NotificationId[]): Promise<ReadonlyMap<NotificationId, Notification>> {
    if (ids.length === 0) return new Map();
    const records = await this.store.findMany(ids);
    return new Map(records.map((record) => [record.id, resourceOf(record)]));
  }

  /** Undefined where there is none. */
  async find(id: NotificationId): Promise<NotificationRecord | undefined> {
    return this.store.find(id);
  }

  /** Those about alerts that went to this number, newest first. @param digits of the number, and nothing else. */
  async sentBySms(digits: string, since: Date): Promise<readonly NotificationRecord[]> {
    return this.store.sentBySms(digits, since);
  }

  /** How many notifications of each alert were delivered; alerts without any are left out. */
  async deliveredOf(alertIds: readonly AlertId[]): Promise<ReadonlyMap<AlertId, number>> {
    return alertIds.length === 0 ? new Map() : this.store.deliveredOf(alertIds);
  }

  /** How many notifications were made, and how many of them are in each state. */
  async sums(): Promise<NotificationSums> {
    return this.store.sums();
  }
}

/** All of a cause but the person's quiet hours. */
type RequestedCause = Omit<NotificationCause, 'quietHours'>;

const causeOf = (request: NotificationRequest): RequestedCause => ({
  ...request,
  kind: 'alert',
  technicalAlertId: null,
});

/** Nothing that a patient waits for: quiet hours hold it back. */
const technicalCauseOf = (request: TechnicalNotificationRequest): RequestedCause => ({
  ...request,
  kind: 'technical',
  alertId: null,
  patientId: null,
  run: 1,
  step: 1,
  round: 0,
  tier: 'medium',
  deliverWithinSeconds: technicalWithinSeconds,
  replyNeedsSignIn: null,
});

function announce(command: Command, ended: readonly EndedNotification[]): void {
  for (const { id, personId, channel } of ended) {
    if (channel === 'console') command.changed({ kind: 'notification', notificationId: id, personId });
  }
}
