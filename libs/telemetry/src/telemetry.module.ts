import { Controller, type DynamicModule, Get, Module, Res } from '@nestjs/common';

import type { Readiness, ReadinessReport } from './readiness.ts';

export interface TelemetryParts {
  readonly readiness: Readiness;
  /** What tells the app's guard that these paths need no sign-in. */
  readonly open?: ClassDecorator;
}

/** As much of an HTTP reply as is used here. */
interface Reply {
  status(code: number): unknown;
}

@Module({})
class TelemetryModule {}

/**
 * Serves `/health/live` (200 for as long as the event loop turns) and `/health/ready` (200 or 503, with every check
 * and the reason of those that failed).
 */
export function telemetryModule({ readiness, open }: TelemetryParts): DynamicModule {
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
  }
  open?.(TelemetryController);
  return { module: TelemetryModule, controllers: [TelemetryController] };
}
