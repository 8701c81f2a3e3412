import type { TrendRule } from '../rule-sets/pathway-file.ts';
import { codeInWords } from '../vital-signs/code-in-words.ts';
import { unitInWords } from '../vital-signs/value-in-words.ts';

/** A value that trends are found in: the first (by time taken, then id) of each half hour of UTC. */
export interface Sample {
  /** Milliseconds since 1970, UTC. */
  readonly takenAtMs: number;
  readonly value: number;
}

/** Whether a trend is there, and what was found, in words: `body weight up 2.4 kg in 3 days (from 80.1 kg)`. */
export interface Trend {
  readonly holds: boolean;
  readonly words: string;
}

/** The length of the half hours that samples are taken from, in milliseconds. */
export const sampleMs = 1_800_000;

const hourInMs = 3_600_000;
const dayInHours = 24;
/** With fewer values before the window, nothing is known of what is usual for the patient. */
const leastOfBaseline = 3;
/** Less than any device resolves: 82.1 less 80.1 is 2, which binary arithmetic misses by very little. */
const tolerance = 1e-9;

/** The half hour of UTC that a time belongs to, counted from 1970. */
export function bucketOf(takenAtMs: number): number {
  return Math.floor(takenAtMs / sampleMs);
}

/** For how many milliseconds before a sample other samples have a say in whether the rule holds there. */
export function lookBackMs(rule: TrendRule): number {
  const baselineHours = rule.kind === 'from-baseline' ? rule.baselineDays * dayInHours : 0;
  return (rule.withinHours + baselineHours) * hourInMs;
}

/**
 * Whether a rule holds at the last of the samples.
 *
 * `change` and `score-rise`: the last value lies at least so far above (below) the lowest (highest) of the window.
 * `from-baseline`: the median of the window lies at least so far from the median of the days before it.
 *
 * Robust to one wild value: it holds only if it would hold as well with any one of the samples left out. So it takes at least
 * three samples in the window for a change; two in the window and four before it for a distance from the baseline.
 *
 * @param samples ascending, at least one: those of the rule's look-back up to the sample that is asked about.
 */
export function trendAt(rule: TrendRule, samples: readonly Sample[]): Trend {
  const stretch = stretchOf(rule, samples);
  const found = findingOf(rule, stretch);
  // Any other sample that is left out only makes the distance larger, or leaves it as it is.
  const holds = reaches(rule, found) && suspectsOf(rule, stretch).every((less) => reaches(rule, findingOf(rule, less)));
  return { holds, words: inWords(rule, found) };
}

/** As `trendAt`, with every sample believed: what one wild value could make hold. */
export function wouldHold(rule: TrendRule, samples: readonly Sample[], atMs: number): boolean {
  return reaches(rule, findingOf(rule, stretchOf(rule, samples, atMs)));
}

/** Values of the window in the order of time, and of the days before it in rising order. */
interface Stretch {
  readonly window: readonly number[];
  readonly baseline: readonly number[];
}

/** What the distance is counted from, and how far up (or down, below 0) it is. */
interface Finding {
  readonly from: number;
  readonly by: number;
}

function stretchOf(rule: TrendRule, samples: readonly Sample[], atMs = samples.at(-1)?.takenAtMs ?? 0): Stretch {
  const windowFromMs = atMs - rule.withinHours * hourInMs;
  const fromMs = atMs - lookBackMs(rule);
  const window: number[] = [];
  const baseline: number[] = [];
  for (const { takenAtMs, value } of samples) {
    if (takenAtMs >= windowFromMs) window.push(value);
    else if (takenAtMs >= fromMs) baseline.push(value);
  }
  return { window, baseline: inRisingOrder(baseline) };
}

/** The stretch without each of the samples that alone could be what makes the rule hold. */
function suspectsOf(rule: TrendRule, { window, baseline }: Stretch): readonly Stretch[] {
  const rises = isRise(rule);
  if (rule.kind === 'from-baseline') {
    const farthest = rises ? Math.max(...window) : Math.min(...window);
    const nearest = rises ? 0 : baseline.length - 1;
    return [
      { window: window.toSpliced(window.indexOf(farthest), 1), baseline },
      { window, baseline: baseline.toSpliced(nearest, 1) },
    ];
  }
  const start = rises ? Math.min(...window) : Math.max(...window);
  return [
    { window: window.toSpliced(window.indexOf(start), 1), baseline },
    { window: window.slice(0, -1), baseline },
  ];
}

/** Undefined where there are too few samples to tell. */
function findingOf(rule: TrendRule, { window, baseline }: Stretch): Finding | undefined {
  if (rule.kind === 'from-baseline') {
    const now = medianOf(inRisingOrder(window));
    const usual = medianOf(baseline);
    if (now === undefined || usual === undefined || baseline.length < leastOfBaseline) return undefined;
    return { from: usual, by: now - usual };
  }
  const last = window.at(-1);
  if (last === undefined || window.length < 2) return undefined;
  const from = isRise(rule) ? Math.min(...window) : Math.max(...window);
  return { from, by: last - from };
}

function reaches(rule: TrendRule, found: Finding | undefined): boolean {
  return found !== undefined && (isRise(rule) ? found.by : -found.by) >= rule.by - tolerance;
}

function isRise(rule: TrendRule): boolean {
  return rule.kind === 'score-rise' || rule.direction === 'rise';
}

function inRisingOrder(values: readonly number[]): readonly number[] {
  return values.toSorted((one, other) => one - other);
}

/** @param rising in rising order. */
function medianOf(rising: readonly number[]): number | undefined {
  const upper = rising[rising.length >> 1];
  const lower = rising[(rising.length - 1) >> 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}

function inWords(rule: TrendRule, found: Finding | undefined): string {
  const { name, unit } = seriesInWords(rule);
  const within = durationInWords(rule.withinHours);
  if (found === undefined) return `too few values of ${name} in ${within} to tell`;
  const amount = (value: number): string => `${String(Number(value.toFixed(1)))}${unit}`;
  const moved = found.by === 0 ? 'not changed' : `${found.by > 0 ? 'up' : 'down'} ${amount(Math.abs(found.by))}`;
  if (rule.kind !== 'from-baseline') return `${name} ${moved} in ${within} (from ${amount(found.from)})`;
  const usual = `${amount(found.from)}, the median of ${durationInWords(rule.baselineDays * dayInHours)} before`;
  return `${name} of the last ${within} ${moved} (from ${usual})`;
}

function seriesInWords(rule: TrendRule): { readonly name: string; readonly unit: string } {
  if (rule.kind === 'score-rise') return { name: 'score', unit: '' };
  return { name: codeInWords(rule.code), unit: unitInWords(rule.code) };
}

function durationInWords(hours: number): string {
  const days = hours / dayInHours;
  return days >= 2 && Number.isInteger(days) ? `${String(days)} days` : `${String(hours)} h`;
}
