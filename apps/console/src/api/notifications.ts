import { Notification, type NotificationId } from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { command, type CommandOutcome, type Press } from './http.ts';
import { listOf } from './lists.ts';
import { queryKeys } from './query-keys.ts';

/** Everyone who was notified of an alert, the newest first. */
export const notificationsOfAlertQuery = (alertId: string) =>
  queryOptions({
    queryKey: queryKeys.notificationsOf(alertId),
    queryFn: ({ signal }) =>
      listOf({ path: '/notifications', query: { alertId }, schema: Notification, signal, mostPages: 2 }),
  });

/** What waits for a browser in which the person is signed in. */
export const waitingNotificationsQuery = (personId: string) =>
  queryOptions({
    queryKey: queryKeys.waitingNotifications(personId),
    queryFn: ({ signal }) =>
      listOf({
        path: '/notifications',
        query: { personId, state: 'pending' },
        schema: Notification,
        signal,
        mostPages: 1,
      }),
  });

/** This browser has it. Said once more, it changes nothing. */
export const receivedNotification = (id: NotificationId, press: Press): Promise<CommandOutcome<Notification, null>> =>
  command({ path: `/notifications/${id}/received`, body: {}, press, answer: Notification, seen: z.null() });
