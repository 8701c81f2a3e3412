import { Controller, type DynamicModule, Get, Header, Module, Res } from '@nestjs/common';
import type { Registry } from 'prom-client';

import type { Readiness, ReadinessReport } from './readiness.ts';

export interface TelemetryParts {
  readonly readiness: Readiness;
  readonly metrics: Registry;
  /** What tells the app's guard that these paths need no sign-in. */
  readonly open?: ClassDecorator;
}

/** As much of an HTTP reply as is used here. */
interface Reply {
  status(code: number): unknown;
}

@Module({})
@Module({})
class TelemetryModule {}

/**
 * Serves `/health/live` (200 for as long as the event loop turns), `/health/ready` (200 or 503, with every check and the
 * reason of those that failed) and `/metrics` (Prometheus text).
 */
export function telemetryModule({ readiness, metrics, open }: TelemetryParts): DynamicModule {
  @Controller()
  class TelemetryController {
    @Get('/health/live')
    live(): { readonly ok: true } {
      return { ok: true };
    }

    @Get('/health/ready')
    async ready(@Res({ passthrough: true }) reply: Reply): Promise<ReadinessReport> {
      const report = await readiness.report();
      reply.status(report.ok ? 200 : 503);
      return report;
    }

    @Get('/metrics')
    @Header('content-type', metrics.contentType)
    metrics(): Promise<string> {
      return metrics.metrics();
    }
  }
  open?.(TelemetryController);
  return { module: TelemetryModule, controllers: [TelemetryController] };
}
