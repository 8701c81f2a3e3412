import { OtlpExporter, Tracing } from '#libs/telemetry';
import type { HomewardSettings } from '../settings.ts';

/** Traces to the collector that is set; undefined where none is. */
export function tracingOf({
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  OTEL_TRACES_SAMPLER_ARG: ratio,
}: Pick<HomewardSettings, 'OTEL_EXPORTER_OTLP_ENDPOINT' | 'OTEL_TRACES_SAMPLER_ARG'>): Tracing | undefined {
  return endpoint === undefined ? undefined : new Tracing({ exporter: new OtlpExporter(endpoint), ratio });
}
