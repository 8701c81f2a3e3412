import { startRealServers } from '../running/real-servers.ts';
import type { ReplicasResult } from './replicas-result.ts';
import { runReplicas } from './replicas-run.ts';

const patients = 40;

/**
 * The run on a Postgres, a Kafka and a Mosquitto of its own.
 *
 * @throws Error with what is missing on this machine.
 */
export async function replicasOnRealServers(options: {
  readonly minutes: number;
  readonly seed: number;
  readonly setsPerSecond: number;
  readonly say: (line: string) => void;
}): Promise<ReplicasResult> {
  await using stack = new AsyncDisposableStack();
  const { database, settings } = await startRealServers(stack);
  const { seed, setsPerSecond, say } = options;
  // The servers stay until it is over.
  return await runReplicas({ database, settings, seed, setsPerSecond, say, patients, seconds: options.minutes * 60 });
}
