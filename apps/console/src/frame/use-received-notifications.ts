import type { Notification } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { use, useEffect, useEffectEvent, useRef } from 'react';
import { v4 } from 'uuid';
import { receivedNotification, waitingNotificationsQuery } from '../api/notifications.ts';
import { PersonContext } from '../components/frame/person.tsx';
import { useLive } from '../live/use-live.ts';
import { isForBrowser, notificationsIn } from '../preferences/news-of-alerts.ts';

/**
 * Hands over each notification that is for this browser once, and has the service know that it is here: those that come while
 * the page is open, and those that waited for a browser.
 */
export function useReceivedNotifications(onNotification: (notification: Notification) => void): void {
  const personId = use(PersonContext)?.id ?? '';
  const known = useRef(new Set<string>());
  const reported = useRef(new Set<string>());
  const waiting = useQuery(waitingNotificationsQuery(personId));
  const receive = useEffectEvent((notifications: readonly Notification[]): void => {
    for (const notification of notifications) {
      const { id } = notification;
      if (!known.current.has(id)) onNotification(notification);
      known.current.add(id);
      if (reported.current.has(id)) continue;
      reported.current.add(id);
      // Where that does not arrive, the notification keeps waiting and is fetched again: then it is said once more.
      receivedNotification(id, { idempotencyKey: v4(), revision: null }).catch(() => reported.current.delete(id));
    }
  });
  const items = waiting.data?.items;
  useEffect(() => receive(items?.filter(isForBrowser) ?? []), [items]);
  useLive({
    wardId: null,
    onEvents: (events) => {
      receive(notificationsIn(events));
      if (events.some(({ event }) => event === 'reset')) void waiting.refetch();
    },
  });
}
