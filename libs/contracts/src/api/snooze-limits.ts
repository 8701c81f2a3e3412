import type { AlertTier } from '../events/condition.ts';

/**
 * Minutes for which an alert may be snoozed at most: no longer than until the next set of observations is due by the
 * chart, and not at all where it asks for continuous monitoring.
 *
 * @see Royal College of Physicians, NEWS2 (2017), chart 4: every hour at least from 3 in one parameter on, continuous at 7.
 */
export const snoozeMinutes: Readonly<Record<AlertTier, number>> = { high: 0, medium: 60, 'low-medium': 60 };
