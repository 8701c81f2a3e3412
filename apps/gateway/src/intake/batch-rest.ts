/** The longest rest, in milliseconds, however long a batch takes. */
const mostRestMs = 10;

/** What is known when a batch has been taken. */
export interface BatchTaken {
  readonly messages: number;
  readonly tookMs: number;
  /** How many came meanwhile and are next. */
  readonly waiting: number;
  readonly maxBatchMessages: number;
}

/**
 * How long to wait for more messages before the next batch is begun, in milliseconds: as long as the last one took, since
 * batches of one or two cost the most, and the more so the busier the machine is. Nothing is waited for where the next
 * is full, nor where one message at a time is all that comes: a gateway that sends each message after the
 * acknowledgement of the one before would only wait for itself.
 */
export function restAfterBatch({ messages, tookMs, waiting, maxBatchMessages }: BatchTaken): number {
  const oneAtATime = messages <= 1 && waiting <= 1;
  if (oneAtATime || waiting >= maxBatchMessages) return 0;
  return Math.min(mostRestMs, tookMs);
}
