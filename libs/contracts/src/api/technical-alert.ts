import { z } from 'zod';
import { TechnicalAlertId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { PageQuery } from './page.ts';

/** Something is wrong with Homeward itself, and not with a patient. */
export const TechnicalAlert = z.object({
  id: TechnicalAlertId,
  /** `intake-outage`: no readings can come in. One of each kind is open at most. */
  kind: z.enum(['intake-outage']),
  raisedAt: Instant,
  resolvedAt: Instant.nullable(),
  /** What is wrong and since when; once it is resolved, until when. */
  words: z.string(),
});
export type TechnicalAlert = z.infer<typeof TechnicalAlert>;

export const TechnicalAlertQuery = PageQuery.extend({ state: z.enum(['open', 'resolved']).optional() });
export type TechnicalAlertQuery = z.infer<typeof TechnicalAlertQuery>;
