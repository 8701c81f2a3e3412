import { type ContactChannel, contactChannels } from '#libs/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../parts.module.ts';
import type { ClinicianSettings } from '../../settings.ts';
import type { NotificationSettings } from '../notification-settings.ts';
import { SentMessagesService } from './sent-messages/sent-messages.service.ts';
import type { Channel } from './channel.ts';
import { EmailChannel } from './email/email.channel.ts';
import { GuardedAgents } from './guarded-agents.client.ts';
import { GenericSmsChannel } from './sms/generic-sms.channel.ts';
import { GovukNotifyChannel, govukNotifyUrl } from './sms/govuk-notify.channel.ts';
import { publicKeyOf } from './web-push/vapid.ts';
import { WebPushChannel } from './web-push/web-push.channel.ts';
import { WebhookChannel } from './webhook/webhook.channel.ts';

/**
 * The channels that are offered: those whose provider is set, and on embedded parts the others too, whose messages are kept
 * under Sent messages.
 */
@Injectable()
export class ChannelsService {
  readonly #channels: ReadonlyMap<ContactChannel, Channel>;
  /** What browsers subscribe with; undefined where web push has no keys. */
  readonly webPushKey: string | undefined;

  constructor(@Inject(SETTINGS) settings: ClinicianSettings, sentMessages: SentMessagesService) {
    const withProvider = channelsOf(settings);
    const others = contactChannels.filter((name) => !withProvider.some(({ channel }) => channel === name));
    const kept = settings.SENT_MESSAGES === 'yes' ? others.map((name) => sentMessages.channel(name)) : [];
    this.#channels = new Map([...withProvider, ...kept].map((channel) => [channel.channel, channel]));
    const { VAPID_PRIVATE_KEY: privateKey } = settings;
    this.webPushKey = privateKey === undefined ? undefined : publicKeyOf(privateKey);
  }

  get offered(): ReadonlySet<ContactChannel> {
    return new Set(this.#channels.keys());
  }

  /** Undefined where it is not offered, or not any more. */
  find(channel: string): Channel | undefined {
    return [...this.#channels.values()].find((one) => one.channel === channel);
  }
}

function channelsOf(settings: NotificationSettings): readonly Channel[] {
  const agents = new GuardedAgents({ allowPrivate: settings.WEBHOOK_ALLOW_PRIVATE ?? 'no' });
  const { SMTP_URL: smtpUrl, SMTP_FROM: from, WEBHOOK_SECRET: secret } = settings;
  const { VAPID_PRIVATE_KEY: privateKey, VAPID_SUBJECT: subject } = settings;
  return [
    ...(smtpUrl === undefined ? [] : [new EmailChannel({ url: smtpUrl, from })]),
    ...smsChannels(settings),
    ...(secret !== undefined ? [new WebhookChannel({ secret, agents })] : []),
    ...(privateKey !== undefined ? [new WebPushChannel({ privateKey, subject, agents })] : []),
  ];
}

function smsChannels(settings: NotificationSettings): readonly Channel[] {
  const { SMS_PROVIDER: provider, SMS_URL: url, SMS_TOKEN: token, SMS_TEMPLATE_ID: templateId } = settings;
  if (token === undefined) return [];
  if (provider === 'generic') return url === undefined ? [] : [new GenericSmsChannel({ url, token })];
  if (templateId === undefined) return [];
  return [new GovukNotifyChannel({ url: url ?? govukNotifyUrl, apiKey: token, templateId })];
}
