import type { Notification, NotificationAttempt, NotificationChannel } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { timeWords } from './time-words.ts';

/** By what a person is reached, within a sentence. */
export function channelWords(channel: NotificationChannel): string {
  switch (channel) {
    case 'console':
      return t`the console`;
    case 'email':
      return t`email`;
    case 'sms':
      return t`text message`;
    case 'web-push':
      return t`web push`;
    case 'webhook':
      return t`webhook`;
  }
}

/** What became of a notification. */
export function notificationStateWords({ state }: Pick<Notification, 'state'>): string {
  switch (state) {
    case 'pending':
      return t`On its way`;
    case 'delivered':
      return t`Delivered`;
    case 'failed':
      return t`Failed`;
    case 'superseded':
      return t`Not needed any more`;
  }
}

/** `08:31: refused. The server answered 500.` */
export function attemptWords({ at, outcome, detail }: NotificationAttempt, now: number): string {
  const became = outcomeWords(outcome);
  return detail === '' ? `${timeWords(at, now)}: ${became}` : `${timeWords(at, now)}: ${became}. ${detail}`;
}

function outcomeWords(outcome: NotificationAttempt['outcome']): string {
  switch (outcome) {
    case 'delivered':
      return t`delivered`;
    case 'refused':
      return t`refused`;
    case 'not-tried':
      return t`not tried`;
    case 'no-answer':
      return t`no answer`;
    case 'held-back':
      return t`held back`;
    case 'given-up':
      return t`given up`;
  }
}
