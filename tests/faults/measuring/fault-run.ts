import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '#libs/fixtures';
import { wallClockMs } from '../../load/observation-messages.ts';
import type { Bystander } from '../bystander/bystander.ts';
import type { Fault, FaultSurroundings } from '../catalogue/fault.ts';
import type { RunningHomeward } from '../running/running-homeward.ts';
import type { FaultResult } from './fault-result.ts';
import { HealthWatch } from './health-watch.ts';

export interface FaultRunOptions {
  /** For how long a fault lasts at least, in seconds. */
  readonly seconds: number;
  /** How often a patient of the bystander deteriorates meanwhile, in milliseconds. */
  readonly everyMs: number;
}

const patienceMs = 60_000;
const healthPatienceMs = 15_000;

/**
 * Lets one fault happen beside the bystander. A nuisance lasts at least until an alert of the bystander has arrived
 * beside it, and any fault until health has said so; then the end of the fault is awaited, the alerts of everyone who deteriorated meanwhile, and health.
 */
export async function runFault(
  fault: Fault,
  { bystander, ...surroundings }: FaultSurroundings & { readonly bystander: Bystander },
  { seconds, everyMs }: FaultRunOptions,
): Promise<FaultResult> {
  await bystander.admit(Math.ceil((seconds * 1000) / everyMs) + 3);
  const earlier = bystander.deteriorations.length;
  const health = await HealthWatch.start(surroundings.homeward.processes);
  const beganAtMs = wallClockMs();
  const metricIsSaid = (): boolean => saysMetric(fault, surroundings.homeward, health);
  const lasting = await fault.begin(surroundings);
  try {
    const first = bystander.deteriorate();
    while (wallClockMs() - beganAtMs < seconds * 1000) {
      await pause(everyMs);
      bystander.deteriorate();
    }
    if (fault.kind === 'nuisance') await bystander.alerted(first, patienceMs);
    await isSaid(fault, health, { metricIsSaid });
  } finally {
    // Whatever has gone wrong here: what stands still could not be stopped either.
    await lasting.end();
  }
  const endedAtMs = wallClockMs();
  const after = bystander.deteriorate();
  await bystander.alerted(after, patienceMs);
  const patients = bystander.deteriorations.slice(earlier);
  for (const patient of patients) await bystander.alerted(patient, patienceMs);
  const settlesWithinMs = (fault.settlesWithinSeconds ?? 60) * 1_000;
  const recovered = await eventually(() => health.healthy, { withinMs: settlesWithinMs, everyMs: 50 }).then(
    () => true,
    () => false,
  );
  const recoveredAtMs = recovered ? wallClockMs() : undefined;
  await health.stop();
  let doubled = 0;
  for (const patient of patients) doubled += await bystander.doubled(patient);
  return {
    fault,
    parts: surroundings.homeward.parts,
    beganAtMs,
    endedAtMs,
    recoveredAtMs,
    deteriorations: bystander.deteriorations.slice(earlier),
    doubled,
    failed: [...health.failed].toSorted(),
    metricChanged: metricIsSaid(),
    wrong: (await lasting.wrong?.()) ?? [],
  };
}

/** Resolves once health and metrics say what they are to say of the fault, or have had the time for it. */
async function isSaid(
  { failing }: Fault,
  health: HealthWatch,
  { metricIsSaid }: { readonly metricIsSaid: () => boolean },
): Promise<void> {
  const said = (): boolean => (failing === undefined || health.hasFailed(failing)) && metricIsSaid();
  await eventually(said, { withinMs: healthPatienceMs, everyMs: 20 }).catch(() => false);
}

function saysMetric(
  { metric, metricChangesBy, metricOn }: Fault,
  { parts }: RunningHomeward,
  health: HealthWatch,
): boolean {
  if (metric === undefined || (metricOn ?? parts) !== parts) return true;
  return health.hasChanged(metric, metricChangesBy);
}
