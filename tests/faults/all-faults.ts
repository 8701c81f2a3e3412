import { Bystander } from './bystander/bystander.ts';
import { faults } from './catalogue/catalogue.ts';
import type { Fault } from './catalogue/fault.ts';
import { seededRandom } from './escalation/seeded-random.ts';
import { type FaultResult, faultsOf, slownessOf } from './measuring/fault-result.ts';
import { runFault } from './measuring/fault-run.ts';
import { everythingEmbedded } from './running/everything-embedded.ts';
import type { RunningHomeward } from './running/running-homeward.ts';
import { servicesOnRealServers } from './running/services-on-real-servers.ts';

export interface AllFaultsOptions {
  readonly seed: number;
  /** For how long each fault lasts, in seconds. */
  readonly seconds: number;
  /** Of the faults' names. */
  readonly only: RegExp;
  readonly on: readonly RunningHomeward['parts'][];
  readonly say: (line: string) => void;
}

const starts: Readonly<Record<RunningHomeward['parts'], () => Promise<RunningHomeward>>> = {
  embedded: everythingEmbedded,
  'real servers': servicesOnRealServers,
};

export interface AllFaultsResult {
  readonly results: readonly FaultResult[];
  /** What could not be started here. */
  readonly notTried: readonly RunningHomeward['parts'][];
}

/** Every fault once, one after the other, on embedded parts and on real servers. */
export async function runAllFaults(options: AllFaultsOptions): Promise<AllFaultsResult> {
  const results: FaultResult[] = [];
  const notTried: RunningHomeward['parts'][] = [];
  for (const parts of options.on) {
    options.say(`On ${parts}`);
    const homeward = await starts[parts]().catch((error: unknown) => {
      options.say(`!! NOT TRIED: ${parts}. ${error instanceof Error ? error.message : String(error)}`);
    });
    if (homeward === undefined) {
      notTried.push(parts);
      continue;
    }
    try {
      results.push(...(await runOn(homeward, options)));
    } finally {
      await homeward.stop();
    }
  }
  return { results, notTried };
}

async function runOn(
  homeward: RunningHomeward,
  { seed, seconds, only, say }: AllFaultsOptions,
): Promise<readonly FaultResult[]> {
  const random = seededRandom(seed);
  const results: FaultResult[] = [];
  const bystander = await Bystander.open(homeward);
  const possible: readonly Fault[] = faults.filter((fault) => only.test(fault.name) && fault.possible(homeward));
  for (const fault of possible) {
    const result = await runFault(fault, { homeward, bystander, random }, { seconds, everyMs: 1_000 });
    const wrong = [...faultsOf(result), ...slownessOf(result)];
    say(`  ${fault.name}: ${wrong.length === 0 ? 'holds' : wrong.join('; ')}`);
    results.push(result);
  }
  await bystander.close();
  return results;
}
