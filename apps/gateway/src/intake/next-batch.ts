/** The longest rest between batches, in milliseconds, however long one takes. */
const mostRestMs = 15;
/** In units of what the last batch took. */
const restPerBatch = 2;
/** How many messages of one gateway a batch has at most while more wait than it could hold. */
const turnWhileBehind = 50;
/** The same while the queue fills, and the rest between such batches in milliseconds. */
const turnWhileFilling = 25;
const restWhileFillingMs = 30;
/** The queue fills where so many times as many messages came as were taken. */
const fillsFrom = 2;

/** What is known when a batch has been taken. */
export interface BatchTaken {
  readonly messages: number;
  readonly tookMs: number;
  /** How many came since the batch before it was over. */
  readonly arrived: number;
  /** How many are next. */
  readonly waiting: number;
  readonly maxBatchMessages: number;
}

/** When the next batch is begun, and how many messages of one gateway it may have. */
export interface NextBatch {
  readonly restMs: number;
  readonly mostOfEach: number;
}

/**
 * Batches of one or two messages cost the most, and the more so the busier the machine is, so the next is begun twice as long
 * after the last one as that took. Nothing is waited for where one message at a time is all that comes: a gateway that sends each
 * message after the acknowledgement of the one before would only wait for itself.
 *
 * Where more waits than a batch can hold, it is a backlog: nothing is waited for, and batches are short, since whatever else comes
 * has to wait for the one that is on its way. While a backlog is still coming in, little of it is taken at a time: it is to be read off the
 * connection first, where it stands in the way of other gateways' messages, and what is done with it wants the same processor.
 */
export function nextBatch({ messages, tookMs, arrived, waiting, maxBatchMessages }: BatchTaken): NextBatch {
  if (waiting >= maxBatchMessages) {
    return arrived > fillsFrom * messages
      ? { restMs: restWhileFillingMs, mostOfEach: turnWhileFilling }
      : { restMs: 0, mostOfEach: turnWhileBehind };
  }
  const oneAtATime = messages <= 1 && waiting <= 1;
  return { restMs: oneAtATime ? 0 : Math.min(mostRestMs, restPerBatch * tookMs), mostOfEach: maxBatchMessages };
}
