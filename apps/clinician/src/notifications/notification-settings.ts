import { z } from 'zod';
import { apiKeyOf } from './channels/sms/govuk-notify-key.ts';

const yesOrNo = z.enum(['yes', 'no']);

/** What can be set about how people are notified; part of the clinician service's settings. */
export const NotificationSettings = z.object({
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe(
      'The server that e-mail is sent through, with user name and password: smtps://user:password@mail.example:465; add ?requireTLS=true where it has to encrypt. Left out, e-mail is not offered.',
    ),
  SMTP_FROM: z
    .string()
    .regex(
      /^(?:[^<>\r\n]+<[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/u,
      'Expected an address, or a name and <an address>',
    )
    .default('Homeward <homeward@localhost>')
    .describe('Whom e-mail comes from: Homeward <homeward@trust.example>. Most servers take no address of localhost.'),
  SMS_PROVIDER: z
    .enum(['generic', 'govuk-notify'])
    .default('generic')
    .describe('What SMS are sent through: any provider that takes {to, text, reference} as JSON, or GOV.UK Notify.'),
  SMS_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Where SMS are posted to. Left out, SMS are not offered; GOV.UK Notify is then asked at its own address.',
    ),
  SMS_TOKEN: z
    .string()
    .min(1)
    .optional()
    .describe('The bearer token for SMS_URL; of GOV.UK Notify the API key. SMS are not offered without it.'),
  SMS_TEMPLATE_ID: z
    .uuid()
    .optional()
    .describe('The template of GOV.UK Notify, whose one placeholder is ((text)). Needed there.'),
  WEBHOOK_SECRET: z
    .string()
    .regex(/^(?:whsec_)?[A-Za-z0-9+/]{32,}={0,2}$/u, 'Expected whsec_ and at least 24 bytes in base64')
    .optional()
    .describe(
      'Signs webhooks as Standard Webhooks has it: whsec_ and at least 24 bytes in base64. Left out: made once and kept in HOMEWARD_HOME; set it where several machines serve.',
    ),
  WEBHOOK_ALLOW_PRIVATE: z
    .enum(['yes', 'loopback', 'no'])
    .optional()
    .describe(
      'Whether webhooks and web push may go to private, loopback and link-local addresses, for a receiver on the ward’s own network; or only to this machine. Left out: to this machine with the embedded database, outside production; otherwise to none.',
    ),
  VAPID_PRIVATE_KEY: z
    .string()
    .regex(/^[\w-]{43}$/u, 'Expected 32 bytes in base64url')
    .optional()
    .describe(
      'Identifies Homeward to push services: the private key of a pair on P-256, 32 bytes in base64url. Left out: made once and kept in HOMEWARD_HOME; set it where several machines serve.',
    ),
  VAPID_SUBJECT: z
    .string()
    .regex(/^(?:mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/u, 'Expected mailto: or https:')
    .default('mailto:homeward@localhost')
    .describe('How push services reach the operator: mailto:… or https:….'),
  REPLY_NEEDS_SIGN_IN: yesOrNo
    .default('yes')
    .describe(
      'Whether people have to sign in to acknowledge, on wards that do not say so themselves. With no, the link of a notification acknowledges by one button, and an SMS by sending back its code: anyone who holds the telephone can do so.',
    ),
  SMS_REPLY_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe(
      'The bearer token with which the SMS provider passes replies on, as {from, text} to /api/v1/replies/sms. Left out, SMS carry no code to reply with.',
    ),
  SENT_MESSAGES: yesOrNo
    .optional()
    .describe(
      'Whether messages by a channel that has no provider are kept under Sent messages, as if it had one. Left out: only with the embedded database, outside production.',
    ),
});
export type NotificationSettings = z.infer<typeof NotificationSettings>;

/** One setting that does not go with the others. */
export interface SettingsFault {
  readonly setting: keyof NotificationSettings;
  readonly message: string;
}

/** The settings that are missing beside those that are there. */
export function notificationSettingsFaults(settings: Partial<NotificationSettings>): readonly SettingsFault[] {
  const faults: SettingsFault[] = [];
  const needs = (setting: keyof NotificationSettings, because: string): void => {
    if (settings[setting] === undefined) faults.push({ setting, message: `Needed ${because}` });
  };
  if (settings.SMS_URL !== undefined) needs('SMS_TOKEN', 'with SMS_URL');
  if (settings.SMS_PROVIDER === 'govuk-notify') {
    needs('SMS_TOKEN', 'with SMS_PROVIDER=govuk-notify');
    needs('SMS_TEMPLATE_ID', 'with SMS_PROVIDER=govuk-notify');
    if (settings.SMS_TOKEN !== undefined && apiKeyOf(settings.SMS_TOKEN).secret === '')
      faults.push({ setting: 'SMS_TOKEN', message: 'Expected an API key of GOV.UK Notify: a name and two ids' });
  } else if (settings.SMS_TOKEN !== undefined) needs('SMS_URL', 'with SMS_TOKEN');
  return faults;
}
