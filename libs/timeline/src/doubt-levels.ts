import { codeInWords, doubtMinutes, type ObservationCode, type Tier } from '#libs/clinical';
import { type Condition, conditionOf, type DoubtCause } from '#libs/contracts';
import type { Composition } from './composition.ts';
import type { Known, KnownReading } from './known-reading.ts';
import type { PlanVersion } from './plan-version.ts';

/** How urgent a doubt is that has stood for too long, and why. */
export interface DoubtLevel {
  readonly tier: Tier;
  readonly reason: () => string;
  readonly ofScore: false;
}

/**
 * Homeward's own. An extreme that is true is a life in danger; a word that cannot be read may say anything; a device that
 * measures nothing for minutes is most likely off the body.
 */
const tierOfDoubt: Readonly<Record<Exclude<DoubtCause, 'answered'>, Exclude<Tier, 'low'>>> = {
  extreme: 'high',
  unreadable: 'medium',
  sentinel: 'low-medium',
};

/** The doubts that neither a good reading nor a person has ended in time, of what is watched in this patient. */
export function* doubtLevels(
  { known, atMs }: { readonly known: Known; readonly atMs: number },
  version: PlanVersion,
): Generator<readonly [Condition, DoubtLevel]> {
  for (const { newest } of known.values()) {
    const { doubt, code, countsFromMs } = newest;
    if (doubt === undefined || doubt === 'answered' || countsFromMs > atMs || !isWatched(code, version)) continue;
    const minutes = doubtMinutes(version.pathway.file.quality);
    const reason = (): string => `${doubtInWords(newest)}, and nothing better has come in ${String(minutes)} min`;
    yield [conditionOf('doubt', code), { tier: tierOfDoubt[doubt], reason, ofScore: false }];
  }
}

/** Whether anything about the patient depends on the code: chart, pathway, plan, or what is critical in anybody. */
export function isWatched(code: ObservationCode, { chart, isScored, plan, pathway }: PlanVersion): boolean {
  const ofCode = (one: { readonly code: ObservationCode }): boolean => one.code === code;
  const { always = [], withoutChart = [] } = pathway.general?.file ?? {};
  return (
    chart.indexOf(code) >= 0 ||
    always.some(ofCode) ||
    (!isScored && withoutChart.some(ofCode)) ||
    pathway.file.measures.some(ofCode) ||
    pathway.file.thresholds.some(ofCode) ||
    plan?.measures.includes(code) === true ||
    plan?.thresholds.some(ofCode) === true
  );
}

/** `Respiration rate is doubtful: 0 /min was found, which no living person has`. */
export function doubtInWords({ code, value, doubt }: Pick<KnownReading, 'code' | 'value' | 'doubt'>): string {
  const name = codeInWords(code);
  const found = String(value);
  switch (doubt) {
    case 'unreadable':
      return `${name} is doubtful: ${found} was found, which cannot be read`;
    case 'sentinel':
      return `${name} is doubtful: the device goes on saying that it cannot measure (${found})`;
    default:
      return `${name} is doubtful: ${found} was found, which no living person has`;
  }
}

/** What is doubtful about a score, to be put behind its reason; empty where nothing is. */
export function doubtsOfScoreInWords({ newest }: Pick<Composition, 'newest'>): string {
  return newest
    .filter((reading) => reading?.doubt !== undefined)
    .map((reading) => (reading === undefined ? '' : `; ${doubtInWords(reading)}`))
    .join('');
}
