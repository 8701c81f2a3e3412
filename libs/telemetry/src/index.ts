export { createLogger, type Logger, type LoggerOptions } from './logger.ts';
export { createMetrics } from './metrics.ts';
export { nestLogger } from './nest-logger.ts';
export { Readiness, type CheckResult, type ReadinessReport } from './readiness.ts';
export { telemetryModule, type TelemetryParts } from './telemetry.module.ts';
