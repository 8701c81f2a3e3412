import type { EventLog, OutgoingRecord } from './event-log.ts';

/** As much of tracing as a log needs. */
export interface RecordTracing {
  /** Works on records, so that what is published meanwhile for the key of one that is traced belongs to its trace. */
  work<Result>(
    name: string,
    records: readonly { readonly key: string; readonly trace?: string | undefined }[],
    work: () => Promise<Result>,
  ): Promise<Result>;
  /** The W3C traceparent of the work on a key that is under way. */
  traceOf(key: string): string | undefined;
}

/** The log with the context of traces in its headers: what is published in traced work carries on the trace of its key. */
export function tracedLog(log: EventLog, tracing: RecordTracing): EventLog {
  const traced = (record: OutgoingRecord): OutgoingRecord => {
    const trace = record.trace ?? tracing.traceOf(record.key);
    return trace === undefined ? record : { ...record, trace };
  };
  return {
    tracing,
    prepare: () => log.prepare(),
    publish: (records) => log.publish(records.map(traced)),
    subscribe: (options) => log.subscribe(options),
    lag: (group) => log.lag(group),
    check: () => log.check(),
    close: () => log.close(),
  };
}
