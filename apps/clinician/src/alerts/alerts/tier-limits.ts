import type { AlertTier } from '#libs/contracts';

/**
 * Minutes after which an acknowledgement lapses, unless something is done about the alert before: it is raised again. As
 * long as the chart gives for the assessment that the acknowledgement promised; two hours where it gives no time.
 *
 * @see Royal College of Physicians, NEWS2 (2017), chart 4: assessment within 30 min at 7 or more, within 60 min at 5–6.
 */
export const lapseMinutes: Readonly<Record<AlertTier, number>> = { high: 30, medium: 60, 'low-medium': 120 };
