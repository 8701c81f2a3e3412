import { HomewardError, type TopicName } from '#libs/contracts';

/** Consecutive records of a partition of the log. */
export interface RecordsOfPartition {
  readonly topic: TopicName;
  readonly partition: number;
  readonly records: readonly { readonly position: bigint }[];
}

/** The tables of the chart refuse what the log holds. */
export class RecordNotEnteredError extends HomewardError {
  readonly code = 'record-not-entered';
  readonly transient = true;

  constructor({ topic, partition, records }: RecordsOfPartition, cause: unknown) {
    const [first, last] = [String(records.at(0)?.position), String(records.at(-1)?.position)];
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `Records ${first} to ${last} of partition ${String(partition)} of ${topic} could not be entered in the chart: ${reason}. What was entered stays; run it again once the reason is gone.`,
      { topic, partition, first, last },
      { cause },
    );
  }
}
