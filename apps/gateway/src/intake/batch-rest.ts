/** At least this long from one batch to the next, in milliseconds: batches of one or two cost the most. */
const restMs = 10;

/** What is known when a batch has been taken. */
export interface BatchTaken {
  readonly messages: number;
  readonly tookMs: number;
  /** How many came meanwhile and are next. */
  readonly waiting: number;
  readonly maxBatchMessages: number;
}

/**
 * How long to wait for more messages before the next batch is begun, in milliseconds. Nothing is waited for where the next
 * is full, nor where one message at a time is all that comes: a gateway that sends each message after the
 * acknowledgement of the one before would only wait for itself.
 */
export function restAfterBatch({ messages, tookMs, waiting, maxBatchMessages }: BatchTaken): number {
  const oneAtATime = messages <= 1 && waiting <= 1;
  if (oneAtATime || waiting >= maxBatchMessages) return 0;
  return Math.max(0, restMs - tookMs);
}
