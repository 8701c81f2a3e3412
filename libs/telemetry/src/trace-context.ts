import { AsyncLocalStorage } from 'node:async_hooks';

/** What is being worked on, by the key of its records, with the W3C traceparent of the work. */
export type TraceContext = ReadonlyMap<string, string>;

const context = new AsyncLocalStorage<TraceContext>();

/** Runs work so that everything it does knows which traces it belongs to. */
export function withinTraces<Result>(traces: TraceContext, work: () => Result): Result {
  return context.run(traces, work);
}

/** The traceparent of the work on a key. */
export function traceOfKey(key: string): string | undefined {
  return context.getStore()?.get(key);
}

/** The traceparent of the work, where it is work on one key alone that is traced. */
export function onlyTrace(): string | undefined {
  const traces = context.getStore();
  return traces?.size === 1 ? [...traces.values()][0] : undefined;
}

/** The ids of the traces that the work belongs to. */
export function traceIds(): readonly string[] {
  return [...(context.getStore()?.values() ?? [])].map((traceparent) => traceparent.split('-')[1] ?? '');
}
