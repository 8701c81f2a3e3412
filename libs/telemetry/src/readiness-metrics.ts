import { Counter, Gauge, type Registry } from 'prom-client';
import type { Readiness, ReadinessReport } from './readiness.ts';

/**
 * Has the metrics say which readiness checks fail: `homeward_check_failed{check="…"}` is 1 for as long as one does, and
 * 0 otherwise; and how often one has begun to, so that a failure between two scrapes is seen as well. Scrapers that ask at the
 * same time share the checks of the first.
 */
export function readinessMetrics(readiness: Readiness, metrics: Registry): void {
  const failures = new Counter({
    name: 'homeward_check_failures_total',
    help: 'How often a readiness check was found to fail after it had not, by check.',
    labelNames: ['check'],
    registers: [metrics],
  });
  readiness.began.add((check) => {
    failures.inc({ check });
  });
  let running: Promise<ReadinessReport> | undefined;
  new Gauge({
    name: 'homeward_check_failed',
    help: 'Whether a readiness check fails, by check: 1 if it does, else 0.',
    labelNames: ['check'],
    registers: [metrics],
    async collect() {
      running ??= readiness.report().finally(() => (running = undefined));
      const { checks } = await running;
      for (const [check, { ok }] of Object.entries(checks)) {
        this.set({ check }, ok ? 0 : 1);
        failures.inc({ check }, 0);
      }
    },
  });
}
