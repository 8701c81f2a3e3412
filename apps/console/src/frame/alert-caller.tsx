import { plural, t } from '@lingui/core/macro';
import { useRef } from 'react';
import { useWardChoice } from '../components/ward-choice/ward-choice.tsx';
import { useLive } from '../live/use-live.ts';
import { playAlertSound } from '../preferences/alert-sound.ts';
import { alertsToCallFor, notYetCalledFor } from '../preferences/news-of-alerts.ts';
import { usePreferences } from '../preferences/preferences-provider.tsx';

/**
 * Calls the person by sound and by the browser's notification when an alert is raised or gets worse. A notification says how
 * many and how urgent, and no name: it is read on a screen that others see.
 */
export function AlertCaller() {
  const { preferences } = usePreferences();
  const { wardId } = useWardChoice();
  const called = useRef(new Map<string, number>());
  useLive({
    wardId,
    onEvents: (events) => {
      const news = notYetCalledFor(alertsToCallFor(events, wardId), called.current);
      if (news.length === 0) return;
      const urgency = news.some(({ tier }) => tier === 'high') ? 'high' : 'other';
      if (preferences.sound) playAlertSound(urgency);
      if (preferences.notifications) notify(news.length, urgency);
    },
  });
  return null;
}

function notify(howMany: number, urgency: 'high' | 'other'): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  const words = t`${plural(howMany, { one: '# alert was raised', other: '# alerts were raised' })}`;
  const shown = new Notification(urgency === 'high' ? t`Homeward: high alert` : t`Homeward`, {
    body: words,
    tag: 'homeward-alerts',
  });
  shown.onclick = () => {
    window.focus();
    shown.close();
  };
}
