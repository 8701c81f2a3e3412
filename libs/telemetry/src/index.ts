export { createLogger, type Logger } from './logger.ts';
export { createMetrics } from './metrics.ts';
export { nestLogger } from './nest-logger.ts';
export { OtlpExporter } from './otlp-exporter.ts';
export { Readiness } from './readiness.ts';
export { readinessMetrics } from './readiness-metrics.ts';
export { telemetryModule } from './telemetry.module.ts';
export { Tracing } from './tracing.ts';
export { MetricsPage } from './metrics-page.ts';
