import type { AlertTier } from '#libs/contracts';

/**
 * Minutes after which an acknowledgement lapses, unless something is done about the alert before: it is raised again. As
 * long as the chart gives for the assessment that the acknowledgement promised; two hours where it gives no time.
 *
 * @see Royal College of Physicians, NEWS2 (2017), chart 4: assessment within 30 min at 7 or more, within 60 min at 5–6.
 */
export const lapseMinutes: Readonly<Record<AlertTier, number>> = { high: 30, medium: 60, 'low-medium': 120 };

/**
 * Minutes for which an alert may be snoozed at most: no longer than until the next set of observations is due by the
 * chart, and not at all where it asks for continuous monitoring.
 *
 * @see Royal College of Physicians, NEWS2 (2017), chart 4: every hour at least from 3 in one parameter on, continuous at 7.
 */
export const snoozeMinutes: Readonly<Record<AlertTier, number>> = { high: 0, medium: 60, 'low-medium': 60 };
