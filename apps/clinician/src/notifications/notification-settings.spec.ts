import { NotificationSettings, notificationSettingsFaults } from './notification-settings.ts';

const settingsOf = (given: Record<string, string>) => NotificationSettings.parse(given);
const faultsOf = (given: Record<string, string>) =>
  notificationSettingsFaults(settingsOf(given)).map(({ setting }) => setting);
const apiKey = 'homeward-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0';

describe('The settings of notifications', () => {
  it.each<[string, Record<string, string>, readonly string[]]>([
    ['none at all', {}, []],
    ['a mail server alone', { SMTP_URL: 'smtp://mail.example' }, []],
    ['an SMS provider without a token', { SMS_URL: 'https://sms.example' }, ['SMS_TOKEN']],
    ['a token without an SMS provider', { SMS_TOKEN: 'token' }, ['SMS_URL']],
    ['GOV.UK Notify alone', { SMS_PROVIDER: 'govuk-notify' }, ['SMS_TOKEN', 'SMS_TEMPLATE_ID']],
    [
      'GOV.UK Notify with a key that is none',
      { SMS_PROVIDER: 'govuk-notify', SMS_TOKEN: 'key', SMS_TEMPLATE_ID: 'f33517ff-2a88-4f6e-b855-c550268ce08a' },
      ['SMS_TOKEN'],
    ],
    [
      'GOV.UK Notify with all it needs',
      { SMS_PROVIDER: 'govuk-notify', SMS_TOKEN: apiKey, SMS_TEMPLATE_ID: 'f33517ff-2a88-4f6e-b855-c550268ce08a' },
      [],
    ],
  ])('say of %s what is missing', (_claim, given, missing) => {
    expect(faultsOf(given)).toEqual(missing);
  });

  it.each([
    ['SMTP_URL', 'https://mail.example'],
    ['SMTP_FROM', 'Homeward <homeward@trust.example>\r\nBcc: eve@evil.example'],
    ['WEBHOOK_SECRET', 'short'],
    ['VAPID_PRIVATE_KEY', 'short'],
    ['VAPID_SUBJECT', 'operations'],
  ])('refuse a %s that is none', (setting, value) => {
    expect(NotificationSettings.safeParse({ [setting]: value }).success).toBe(false);
  });
});
