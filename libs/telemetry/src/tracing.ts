import { type Attributes, ROOT_CONTEXT, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { onlyTrace, traceOfKey, withinTraces } from './trace-context.ts';

export interface TracingOptions {
  readonly exporter: SpanExporter;
  /** How many of the messages are traced: 1 is all. */
  readonly ratio: number;
  /** How long ended spans wait for others to be exported with. @default 5000 */
  readonly exportEveryMilliseconds?: number;
}

/** A record of the log, as far as its trace matters. */
interface TracedRecord {
  readonly key: string;
  /** The W3C traceparent of what put it there, where that is traced. */
  readonly trace?: string | undefined;
}

/** The trace of one message as it begins. */
export interface BegunTrace {
  readonly traceparent: string;
  /** The message has been dealt with, or could not be. */
  end(outcome: 'ok' | 'error'): void;
}

/**
 * Follows a part of all messages from the broker to the browser, by OpenTelemetry: each step is a span, and its context goes
 * along in the headers of the log. What is not sampled costs a decision by chance at its beginning and nothing after it. No
 * span says whom it is about.
 */
export class Tracing {
  readonly #provider: TracerProvider;

  constructor({ exporter, ratio, exportEveryMilliseconds = 5000 }: TracingOptions) {
    this.#provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': 'homeward' }),
      sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
      spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: exportEveryMilliseconds })],
    });
  }

  /** Begins the trace of something that has come from outside; undefined where it is not sampled. */
  begin(name: string, attributes: Attributes = {}): BegunTrace | undefined {
    const span = this.#tracer.startSpan(name, { attributes }, ROOT_CONTEXT);
    if (!span.isRecording()) return undefined;
    return {
      traceparent: traceparentOf(span),
      end: (outcome) => {
        if (outcome === 'error') span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  }

  /**
   * Does the work on something that has come from outside, as the beginning of its trace where it is sampled. What the work
   * publishes for its key belongs to it.
   *
   * @param work gets the traceparent of what has begun.
   */
  async beginWith<Result>(
    name: string,
    { key, attributes }: { readonly key?: string; readonly attributes?: Attributes },
    work: (traceparent: string | undefined) => Promise<Result>,
  ): Promise<Result> {
    const begun = this.begin(name, attributes);
    if (begun === undefined) return work(undefined);
    const { traceparent } = begun;
    try {
      const result = await withinTraces(new Map(key === undefined ? [] : [[key, traceparent]]), () =>
        work(traceparent),
      );
      begun.end('ok');
      return result;
    } catch (error) {
      begun.end('error');
      throw error;
    }
  }

  /** Works on records, with a span for each that is traced. What the work publishes for their keys belongs to it. */
  async work<Result>(name: string, records: readonly TracedRecord[], work: () => Promise<Result>): Promise<Result> {
    const spans = records.flatMap(({ key, trace: from }) => {
      const span =
        from === undefined
          ? undefined
          : this.#continue(name, from, { 'messaging.batch.message_count': records.length });
      return span === undefined ? [] : [[key, span] as const];
    });
    if (spans.length === 0) return work();
    const traces = new Map(spans.map(([key, span]) => [key, traceparentOf(span)]));
    try {
      return await withinTraces(traces, work);
    } catch (error) {
      for (const [, span] of spans) span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      for (const [, span] of spans) span.end();
    }
  }

  /** The traceparent of the work on a key that is under way. */
  traceOf(key: string): string | undefined {
    return traceOfKey(key);
  }

  /** The traceparent of the work that is under way, where it is on one key alone. */
  onlyTrace(): string | undefined {
    return onlyTrace();
  }

  /** Adds a step that has no length of its own. */
  mark(name: string, from: string, attributes: Attributes = {}): void {
    this.#continue(name, from, attributes)?.end();
  }

  /** Resolves once what has ended so far is exported. */
  async flush(): Promise<void> {
    await this.#provider.forceFlush();
  }

  /** The same, and no more is traced. */
  async close(): Promise<void> {
    await this.#provider.shutdown();
  }

  get #tracer() {
    return this.#provider.getTracer('homeward');
  }

  #continue(name: string, from: string, attributes: Attributes): Span | undefined {
    const [, traceId, spanId, flags] = /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/.exec(from) ?? [];
    if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
    const parent = trace.setSpanContext(ROOT_CONTEXT, {
      traceId,
      spanId,
      traceFlags: Number.parseInt(flags, 16),
      isRemote: true,
    });
    const span = this.#tracer.startSpan(name, { attributes }, parent);
    return span.isRecording() ? span : undefined;
  }
}

function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}
