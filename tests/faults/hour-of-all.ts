import { setTimeout as pause } from 'node:timers/promises';
import { Bystander } from './bystander/bystander.ts';
import { faults } from './catalogue/catalogue.ts';
import { diskNearlyFull } from './catalogue/disk-nearly-full.ts';
import { seededRandom } from './escalation/seeded-random.ts';
import { type Footprint, footprintOf, growthOf } from './measuring/footprint.ts';
import { percentiles } from '../load/percentiles.ts';
import { everythingEmbedded } from './running/everything-embedded.ts';

export interface HourSummary {
  readonly footprints: readonly Footprint[];
  readonly alerts: { readonly count: number; readonly lost: number; readonly median: number; readonly longest: number };
  readonly wrong: readonly string[];
}

/** An alert this late is one that a minute of patience did not see. */
const patienceMs = 60_000;
const looks = 40;

/** Every nuisance at once, on embedded parts, for so many minutes; forty looks at what the process takes meanwhile. */
export async function hourOfAll(options: {
  readonly minutes: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}): Promise<HourSummary> {
  const homeward = await everythingEmbedded();
  try {
    const random = seededRandom(options.seed);
    const bystander = await Bystander.open(homeward);
    await bystander.admit(looks);
    // A disk that is left with so little would in the end be full indeed.
    const nuisances = faults.filter(
      (fault) => fault.kind === 'nuisance' && fault !== diskNearlyFull && fault.possible(homeward),
    );
    const lasting = await Promise.all(nuisances.map((fault) => fault.begin({ homeward, random })));
    const footprints: Footprint[] = [];
    for (let look = 0; look < looks; look += 1) {
      bystander.deteriorate();
      await pause((options.minutes * 60_000) / looks);
      const footprint = await footprintOf(homeward);
      footprints.push(footprint);
      options.say(`  ${JSON.stringify(footprint)}`);
    }
    await Promise.all(lasting.map((one) => one.end()));
    for (const patient of bystander.deteriorations) await bystander.alerted(patient, patienceMs);
    const delays = bystander.deteriorations.flatMap(({ sentAtMs, alertedAtMs }) =>
      alertedAtMs === undefined ? [] : [alertedAtMs - sentAtMs],
    );
    await bystander.close();
    const { count, p50: median, max: longest } = percentiles(delays);
    const lost = looks - count;
    const wrong = [...growthOf(footprints), ...(lost > 0 ? [`${String(lost)} alerts are lost`] : [])];
    return { footprints, alerts: { count, lost, median, longest }, wrong };
  } finally {
    await homeward.stop();
  }
}
