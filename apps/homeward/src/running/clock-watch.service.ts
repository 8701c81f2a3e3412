import { type Clock, type ClockStep, ClockWatch, ManualClock } from '#libs/clock';
import type { Logger, Readiness } from '#libs/telemetry';
import { Counter, Gauge, type Registry } from 'prom-client';
import { ClockSteppedError } from '../homeward-errors.ts';

const lookEveryMilliseconds = 2000;
const leastStepMs = 2000;
const sayForMs = 3_600_000;

/**
 * Watches this process's clock: a step is logged and counted, and `/health/ready` says it, until the clock is set back and for
 * an hour at most. It does not make the process unready: it goes on by what the clock says. A manual clock is set by a test, and
 * not watched.
 *
 * @param stack is given what has to be stopped.
 */
export function watchClock(
  parts: {
    readonly clock: Clock;
    readonly logger: Logger;
    readonly readiness: Pick<Readiness, 'observe'>;
    readonly metrics: Registry;
  },
  stack: Pick<AsyncDisposableStack, 'defer'>,
): void {
  const { clock, logger, readiness, metrics } = parts;
  if (clock instanceof ManualClock) return;
  const watch = new ClockWatch({ clock, monotonicMs: () => performance.now(), leastStepMs, sayForMs });
  const meters = metersOf(metrics);
  const look = (): void => {
    const step = watch.look();
    meters.off.set(watch.offMs / 1000);
    if (step === undefined) return;
    meters.steps.inc({ direction: step.byMs > 0 ? 'ahead' : 'back' });
    logger.warn({ event: 'clock-stepped', ...factsOf(step) }, 'The clock was set, or the machine slept');
  };
  const timer = setInterval(look, lookEveryMilliseconds).unref();
  stack.defer(() => {
    clearInterval(timer);
  });
  readiness.observe('clock', () => {
    look();
    const { current } = watch;
    return current === undefined ? Promise.resolve() : Promise.reject(new ClockSteppedError(factsOf(current)));
  });
}

function factsOf({ byMs, expected, found }: ClockStep) {
  return { bySeconds: Math.round(byMs / 1000), expected: expected.toISOString(), found: found.toISOString() };
}

function metersOf(registry: Registry) {
  return {
    steps: new Counter({
      name: 'homeward_clock_steps_total',
      help: "Times that this process's clock was set, ahead or back.",
      labelNames: ['direction'],
      registers: [registry],
    }),
    off: new Gauge({
      name: 'homeward_clock_off_seconds',
      help: "By how much this process's clock has been set since it started; 0 once it has been set back.",
      registers: [registry],
    }),
  };
}
