import type { Alert } from '#libs/contracts';

/** Where an alert is listed: it calls people or is seen to, is put off, is to be reviewed since it has cleared, or is over. */
export type AlertPart = 'calling' | 'snoozed' | 'cleared' | 'over';

export function partOf({ state, snooze, clearedAt }: Pick<Alert, 'state' | 'snooze' | 'clearedAt'>): AlertPart {
  if (state === 'resolved') return 'over';
  if (snooze !== null) return 'snoozed';
  return clearedAt === null ? 'calling' : 'cleared';
}
