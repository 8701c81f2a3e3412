import type { Attributes, AnyValue, HrTime } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

const answerWithinMilliseconds = 10_000;

/** Sends spans to a collector by OTLP over HTTP as JSON. What the collector does not take is lost, and nothing else is. */
export class OtlpExporter implements SpanExporter {
  readonly #url: URL;

  /** @param endpoint the base of the collector's paths, as `OTEL_EXPORTER_OTLP_ENDPOINT` has it. */
  constructor(endpoint: string) {
    this.#url = new URL(`${endpoint.replace(/\/$/, '')}/v1/traces`);
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.#send(spans).then(
      () => {
        done({ code: ExportResultCode.SUCCESS });
      },
      (error: unknown) => {
        done({ code: ExportResultCode.FAILED, error: error instanceof Error ? error : new Error(String(error)) });
      },
    );
  }

  async shutdown(): Promise<void> {
    // Nothing is held here.
  }

  async #send(spans: readonly ReadableSpan[]): Promise<void> {
    const { ok, status } = await fetch(this.#url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(otlpOf(spans)),
      signal: AbortSignal.timeout(answerWithinMilliseconds),
    });
    if (!ok) throw new Error(`The collector answered ${String(status)}.`);
  }
}

/** Spans in the shape of OTLP's JSON: ids in hexadecimal, times in nanoseconds as text. */
export function otlpOf(spans: readonly ReadableSpan[]): object {
  const resource = spans[0]?.resource.attributes ?? {};
  return {
    resourceSpans: [
      {
        resource: { attributes: attributesOf(resource) },
        scopeSpans: [{ scope: { name: 'homeward' }, spans: spans.map(spanOf) }],
      },
    ],
  };
}

function spanOf(span: ReadableSpan): object {
  const { traceId, spanId } = span.spanContext();
  const { parentSpanContext: parent } = span;
  return {
    traceId,
    spanId,
    ...(parent !== undefined && { parentSpanId: parent.spanId }),
    name: span.name,
    // OTLP has 0 for a kind that is not known.
    kind: span.kind + 1,
    startTimeUnixNano: nanoseconds(span.startTime),
    endTimeUnixNano: nanoseconds(span.endTime),
    attributes: attributesOf(span.attributes),
    status: { code: span.status.code },
  };
}

const nanoseconds = ([seconds, rest]: HrTime): string =>
  (BigInt(seconds) * 1_000_000_000n + BigInt(Math.round(rest))).toString();

function attributesOf(attributes: Attributes): readonly object[] {
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: valueOf(value) }],
  );
}

function valueOf(value: AnyValue): object {
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return { stringValue: String(value) };
}
