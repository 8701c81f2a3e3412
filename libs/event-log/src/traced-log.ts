import type { EventLog, OutgoingRecord } from './event-log.ts';
import type { RecordTracing } from './record-tracing.ts';

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
    size: () => log.size(),
    check: () => log.check(),
    close: () => log.close(),
  };
}
