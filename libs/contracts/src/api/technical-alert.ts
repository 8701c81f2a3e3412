import { z } from 'zod';
import { EventId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { PageQuery } from './page.ts';

/** Something is wrong with Homeward itself, as against with a patient: `GET /api/v1/technical-alerts?state=open`. */
export const TechnicalAlert = z.object({
  id: EventId,
  /**
   * `intake-outage`: no readings can arrive; `gateway-down`: none from behind one gateway; `device-refused`: what one device
   * sends is refused, message after message; `devices-disagree`: two devices of one patient measured the same further apart than
   * measuring error; `call-without-stay`: a person called for help who has never been on a ward;
   * `ward-near-capacity`: a ward, or all wards together, are full or nearly so; `plan-not-followed`: readings on a ward are
   * scored by older plans than those on the charts; `disk-nearly-full`: the database runs out of room, and what is optional
   * has stopped.
   */
  kind: z.enum([
    'intake-outage',
    'gateway-down',
    'device-refused',
    'devices-disagree',
    'call-without-stay',
    'ward-near-capacity',
    'plan-not-followed',
    'disk-nearly-full',
  ]),
  /** The gateway, the device, the two devices (`cuff-1 watch-2`), the patient or the ward, where it is about one. For each kind and subject one is open at most. */
  subjectId: z.string().nullable(),
  raisedAt: Instant,
  /** Null while it is open. */
  resolvedAt: Instant.nullable(),
  /** What is wrong and since when; once it is resolved, until when. */
  words: z.string(),
});
export type TechnicalAlert = z.infer<typeof TechnicalAlert>;

export const TechnicalAlertQuery = PageQuery.extend({ state: z.enum(['open', 'resolved']).optional() });
export type TechnicalAlertQuery = z.infer<typeof TechnicalAlertQuery>;
