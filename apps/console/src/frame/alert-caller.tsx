import { plural, t } from '@lingui/core/macro';
import type { Notification as Notified } from '#libs/contracts';
import { useRef } from 'react';
import { useWardChoice } from '../components/ward-choice/ward-choice.tsx';
import { useLive } from '../live/use-live.ts';
import { playAlertSound } from '../preferences/alert-sound.ts';
import { alertsToCallFor, notificationsIn, notYetCalledFor } from '../preferences/news-of-alerts.ts';
import { usePreferences } from '../preferences/preferences-provider.tsx';
import { useReceivedNotifications } from './use-received-notifications.ts';

/** What a person is called for at once. */
interface Call {
  readonly urgency: 'high' | 'other';
  readonly title: string;
  readonly body: string;
}

/**
 * Calls the person by sound and by the browser's notification when an alert is raised, gets worse or is raised again, and when
 * the person is notified by an escalation. What is said of alerts is how many and how urgent, and no name: it is read on a
 * screen that others see; the text of a notification has no more of the patient than the ward allows.
 */
export function AlertCaller() {
  const { preferences } = usePreferences();
  const { wardId } = useWardChoice();
  const called = useRef(new Map<string, string>());
  const call = ({ urgency, title, body }: Call): void => {
    if (preferences.sound) playAlertSound(urgency);
    if (preferences.notifications) notify(title, body);
  };
  useReceivedNotifications((notified) => call(callOf(notified)));
  useLive({
    wardId,
    onEvents: (events) => {
      const news = notYetCalledFor(alertsToCallFor(events, wardId), called.current);
      // The person hears of these by what names them.
      const own = new Set(notificationsIn(events).map(({ alertId }) => alertId));
      const others = news.filter(({ id }) => !own.has(id));
      if (others.length === 0) return;
      const urgency = others.some(({ tier }) => tier === 'high') ? 'high' : 'other';
      const title = urgency === 'high' ? t`Homeward: high alert` : t`Homeward`;
      const body = t`${plural(others.length, { one: '# alert was raised', other: '# alerts were raised' })}`;
      call({ urgency, title, body });
    },
  });
  return null;
}

const callOf = ({ tier, words }: Notified): Call => ({ urgency: tier === 'high' ? 'high' : 'other', ...words });

function notify(title: string, body: string): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  const shown = new Notification(title, { body, tag: 'homeward-alerts' });
  shown.onclick = () => {
    window.focus();
    shown.close();
  };
}
