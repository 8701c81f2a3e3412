import { resolve } from 'node:path';
import { z } from 'zod';
import { NotificationSettings } from './notifications/notification-settings.ts';

/** What can be set of the clinician service. */
export const ClinicianSettings = z.object({
  CLINICIAN_DATABASE_POOL: z.coerce
    .number()
    .int()
    .min(6)
    .max(200)
    .default(16)
    .describe('Connections to Postgres that the clinician service may hold at once.'),
  LIVE_KEEP_HOURS: z.coerce
    .number()
    .min(0.01)
    .max(168)
    .default(24)
    .describe('For how long a broken live stream can be resumed without fetching everything again.'),
  LIVE_KEEP_EVENTS: z.coerce
    .number()
    .int()
    .min(1000)
    .default(1_000_000)
    .describe('The most changes that are kept for resuming, however young they are.'),
  LIVE_HEARTBEAT_SECONDS: z.coerce
    .number()
    .min(1)
    .max(120)
    .default(10)
    .describe('How often a live stream says that it is still there.'),
  LIVE_BUFFER_BYTES: z.coerce
    .number()
    .int()
    .min(65_536)
    .default(4_194_304)
    .describe('How much of the live stream may wait for one slow client before it is cut off (it resumes by itself).'),
  LIVE_BUFFER_BYTES_IN_ALL: z.coerce
    .number()
    .int()
    .min(1_048_576)
    .default(67_108_864)
    .describe('The same for all clients together: beyond it the slowest is cut off.'),
  LIVE_STREAMS: z.coerce
    .number()
    .int()
    .min(1)
    .default(2000)
    .describe('Live streams that one process serves at once; beyond it the person with most of them loses one.'),
  LIVE_STREAMS_PER_PERSON: z.coerce
    .number()
    .int()
    .min(1)
    .default(20)
    .describe('Live streams that one person may have at once; beyond it the slowest or oldest of them is cut off.'),
  CANARY_SECONDS: z.coerce
    .number()
    .min(0)
    .max(3600)
    .refine((seconds) => seconds === 0 || seconds >= 1, 'Expected 0, or at least 1')
    .default(30)
    .describe(
      'How often a reading of the canary travels from the broker to the alerts, to prove that alerts can arrive; the same for every process. 0: never, and it is not watched.',
    ),
  ALERTING_DOWN_WEBHOOK: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('A URL to which is posted, as JSON, that alerting is down, and that it works again.'),
  ALERTING_DOWN_COMMAND: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A program to run when alerting is down, and when it works again. It gets no arguments, the facts as HOMEWARD_ALERTING_… in its environment and as JSON on its standard input.',
    ),
  DEAD_LETTER_KEEP_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(365)
    .default(30)
    .describe('For how long records that could not be processed are kept, to be looked at and replayed.'),
  QUARANTINE_KEEP_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3650)
    .default(90)
    .describe('For how long quarantined messages are kept with their payloads.'),
  QUARANTINE_KEEP_MEGABYTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(256)
    .describe('How much of the quarantined messages of one gateway is kept; beyond it the oldest go first.'),
  RESERVATION_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(20_160)
    .default(240)
    .describe('For how long a bed is kept for a referral that was accepted; then the referral waits again.'),
  ...NotificationSettings.shape,
  DOWNTIME_PACK_FOLDER: z
    .string()
    .transform((folder) => resolve(folder))
    .optional()
    .describe(
      "The folder that each ward's downtime pack (a PDF with patients, contacts, plans and last readings) is written to, and only Homeward's account may read. Left out: downtime in HOMEWARD_HOME.",
    ),
  DOWNTIME_PACK_MINUTES: z.coerce
    .number()
    .min(0.01)
    .max(1440)
    .default(5)
    .describe('How often the downtime packs are made anew, by each process that runs the clinician service.'),
  CAPACITY_ALERT_RAISE_PERCENT: z.coerce
    .number()
    .min(1)
    .max(100)
    .default(95)
    .describe(
      'From which occupancy on, reserved beds among it, operations are notified that a ward or all wards together are nearly full.',
    ),
  CAPACITY_ALERT_CLEAR_PERCENT: z.coerce
    .number()
    .min(0)
    .max(100)
    .default(90)
    .describe('Below which occupancy that is over; the lower of the two counts.'),
  CAPACITY_PUBLIC_REQUESTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .max(6000)
    .default(60)
    .describe('How often another system may ask for the public figures, for each token and process.'),
  OUTBOX_WAIT_MILLISECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(60_000)
    .default(2000)
    .describe(
      'For how long an answer waits until what it decided is on the log; afterwards it is published in the background.',
    ),
});
export type ClinicianSettings = z.infer<typeof ClinicianSettings>;
