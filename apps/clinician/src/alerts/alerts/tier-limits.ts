import type { AlertTier } from '#libs/contracts';

/**
 * Minutes after which an acknowledgement lapses, unless something is done about the alert before: it is raised again. As
 * long as there is for the assessment that the acknowledgement promised; two hours where no time is given. The minutes are
 * Homeward's own: NEWS2 (Royal College of Physicians, 2017, chart 4) names an urgency, not minutes.
 */
export const lapseMinutes: Readonly<Record<AlertTier, number>> = { high: 30, medium: 60, 'low-medium': 120 };
