import { z } from 'zod';

/** What became of a reply to a notification. Only `acknowledged` has changed anything. */
export const ReplyOutcome = z.enum([
  'acknowledged',
  'already-acknowledged',
  'resolved',
  /** People have been called anew since the notification. */
  'superseded',
  'not-permitted',
]);
export type ReplyOutcome = z.infer<typeof ReplyOutcome>;

/** `POST /replies/sms`: an SMS that came in, as the provider passes it on. */
export const SmsReply = z.object({ from: z.string().min(3).max(40), text: z.string().max(2000) });
export type SmsReply = z.infer<typeof SmsReply>;

export const SmsReplied = z.object({ outcome: ReplyOutcome, words: z.string() });
export type SmsReplied = z.infer<typeof SmsReplied>;
