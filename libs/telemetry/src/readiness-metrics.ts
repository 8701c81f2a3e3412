import { Gauge, type Registry } from 'prom-client';
import type { Readiness, ReadinessReport } from './readiness.ts';

/**
 * Has the metrics say which readiness checks fail: `homeward_check_failed{check="…"}` is 1 for as long as one does, and
 * 0 otherwise. Scrapers that ask at the same time share the checks of the first.
 */
export function readinessMetrics(readiness: Readiness, metrics: Registry): void {
  let running: Promise<ReadinessReport> | undefined;
  new Gauge({
    name: 'homeward_check_failed',
    help: 'Whether a readiness check fails, by check: 1 if it does, else 0.',
    labelNames: ['check'],
    registers: [metrics],
    async collect() {
      running ??= readiness.report().finally(() => (running = undefined));
      const { checks } = await running;
      for (const [check, { ok }] of Object.entries(checks)) this.set({ check }, ok ? 0 : 1);
    },
  });
}
