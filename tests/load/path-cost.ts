import type { ChildProcess } from 'node:child_process';
import { pause, processorSecondsOf } from './processes.ts';
import type { ServicesUnderLoad } from './services-under-load.ts';

/** Processor time so far, in seconds, of each part of the path and of what puts the load on it. */
export type SecondsSoFar = ReturnType<ServicesUnderLoad['processorSeconds']> & { readonly load: number };

const parts = ['gateway', 'scoring', 'clinician', 'postgres'] as const;

export const secondsSoFar = (services: ServicesUnderLoad, generator: ChildProcess): SecondsSoFar => ({
  ...services.processorSeconds(),
  load: processorSecondsOf(generator.pid),
});

/** In microseconds. The generator is the outside world: it is measured, and not a part of the sum. */
export function perSet(before: SecondsSoFar, after: SecondsSoFar, sets: number): Readonly<Record<string, number>> {
  const microseconds = (part: keyof SecondsSoFar): number => ((after[part] - before[part]) / sets) * 1e6;
  const each = [...parts, 'load' as const].map((part): [string, number] => [part, microseconds(part)]);
  return Object.fromEntries([...each, ['all', parts.reduce((sum, part) => sum + microseconds(part), 0)]]);
}

/** @throws Error where that takes longer than a minute and a half. */
export const scoredAtLeast = (services: ServicesUnderLoad, sets: number): Promise<void> =>
  atLeast(sets, { what: 'scored', count: () => services.scored() });

/** The same of the chart, which follows. */
export const chartedAtLeast = (services: ServicesUnderLoad, sets: number): Promise<void> =>
  atLeast(sets, { what: 'charted', count: () => services.charted() });

async function atLeast(
  sets: number,
  { what, count }: { readonly what: string; readonly count: () => Promise<number> },
): Promise<void> {
  const deadline = performance.now() + 90_000;
  let counted = await count();
  while (counted < sets) {
    if (performance.now() > deadline) {
      throw new Error(`Only ${String(counted)} of ${String(sets)} sets were ${what} within a minute and a half.`);
    }
    await pause(20);
    counted = await count();
  }
}
