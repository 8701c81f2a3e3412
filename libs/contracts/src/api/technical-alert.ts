import { z } from 'zod';
import { EventId } from '../ids.ts';
import { Instant } from '../instant.ts';

/** Something is wrong with Homeward itself, as against with a patient: `GET /api/v1/technical-alerts?state=open`. */
export const TechnicalAlert = z.object({
  id: EventId,
  /** `intake-outage`: no readings can arrive. */
  kind: z.enum(['intake-outage']),
  raisedAt: Instant,
  /** Null while it is open. */
  resolvedAt: Instant.nullable(),
  words: z.string(),
});
export type TechnicalAlert = z.infer<typeof TechnicalAlert>;
