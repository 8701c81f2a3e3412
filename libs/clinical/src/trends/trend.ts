import type { TrendRule } from '../rule-sets/pathway-file.ts';
import { codeInWords } from '../vital-signs/code-in-words.ts';
import { unitInWords } from '../vital-signs/value-in-words.ts';
import { medianOf } from './median.ts';

/** A value that trends are found in: the first two (by time taken) of each half hour of UTC. */
export interface Sample {
  /** Milliseconds since 1970, UTC. */
  readonly takenAtMs: number;
  readonly value: number;
}

/** Whether a trend is there, and what was found, in words: `body weight up 2.4 kg in 3 days (from 80.1 kg)`. */
export interface Trend {
  readonly holds: boolean;
  /** It rests on the last value alone, which lies so far from the one before that it is to be taken again first. */
  readonly doubtful: boolean;
  readonly words: string;
}

/** The length of the half hours that samples are taken from, in milliseconds. */
export const sampleMs = 1_800_000;

const minuteInMs = 60_000;
const hourInMs = 3_600_000;
const dayInHours = 24;
/** With fewer values before the one in question, nothing is known of what is usual for the patient. */
const leastOfBaseline = 2;
/** Where there is nothing before the window yet, the first so many values say what is usual. */
const firstValues = 3;
/** How long a value that alone makes a rule hold may wait for another, where the rule does not say. */
const usualConfirmMinutes = 60;
/** Less than any device resolves: 82.1 less 80.1 is 2, which binary arithmetic misses by very little. */
const tolerance = 1e-9;

/** The half hour of UTC that a time belongs to, counted from 1970. */
export function bucketOf(takenAtMs: number): number {
  return Math.floor(takenAtMs / sampleMs);
}

/** For how many milliseconds before a sample other samples have a say in whether the rule holds there. */
export function lookBackMs(rule: TrendRule): number {
  const baselineHours = rule.kind === 'from-baseline' ? rule.baselineDays * dayInHours : 0;
  return windowMs(rule) + baselineHours * hourInMs;
}

/** How long a doubtful value waits for another that refutes it, in milliseconds; then it alerts by itself. */
export function confirmMs({ confirmWithinMinutes = usualConfirmMinutes }: TrendRule): number {
  return confirmWithinMinutes * minuteInMs;
}

/**
 * Whether a rule holds at the last of the samples.
 *
 * `change` and `score-rise`: the last value lies at least so far above (below) the lowest (highest) of the window.
 * `from-baseline`: the last value lies at least so far from the median of the days before the window, or from that of the first
 * values there are where the patient is new.
 *
 * Robust to one wild value. A lone one in the past, from which the values on both sides lie as far as the rule asks, counts
 * for nothing. The last value is `doubtful` where it alone makes the rule hold and lies as far from the one before: it is to be
 * taken again, and waits no longer than the rule says. What is gained in smaller steps needs no confirmation.
 *
 * @param samples ascending, at least one: those of the rule's look-back up to the sample that is asked about.
 */
export function trendAt(rule: TrendRule, samples: readonly Sample[]): Trend {
  const last = samples.at(-1);
  const before = withoutLoneOutliers(rule, samples).slice(0, -1);
  const found = last === undefined ? undefined : findingOf(rule, before, last);
  const holds = reaches(rule, found);
  return { holds, doubtful: holds && isDoubtful(rule, before, last), words: inWords(rule, found) };
}

/** Whether the last value jumps as far as the rule asks, from one at which the rule did not hold. */
function isDoubtful(rule: TrendRule, before: readonly Sample[], last: Sample | undefined): boolean {
  const previous = before.at(-1);
  if (last === undefined || previous === undefined || !isFar(rule, last.value - previous.value)) return false;
  return !reaches(rule, findingOf(rule, before.slice(0, -1), { ...last, value: previous.value }));
}

/** The samples but those that both neighbours contradict, in one direction, by as much as the rule asks. */
function withoutLoneOutliers(rule: TrendRule, samples: readonly Sample[]): readonly Sample[] {
  return samples.filter(({ value }, index) => {
    const [before, after] = [samples[index - 1], samples[index + 1]];
    if (before === undefined || after === undefined) return true;
    return ![1, -1].some((sign) =>
      [before, after].every((neighbour) => sign * (neighbour.value - value) >= rule.by - tolerance),
    );
  });
}

/** What the distance is counted from, and how far up (or down, below 0) it is. */
interface Finding {
  readonly from: number;
  readonly by: number;
}

/** Undefined where there are too few samples to tell. */
function findingOf(rule: TrendRule, before: readonly Sample[], last: Sample): Finding | undefined {
  const values = valuesSince(before, last.takenAtMs - windowMs(rule));
  if (rule.kind === 'from-baseline') {
    const usual = baselineOf(before, last.takenAtMs - windowMs(rule));
    return usual === undefined ? undefined : { from: usual, by: last.value - usual };
  }
  if (values.length === 0) return undefined;
  const from = isRise(rule) ? Math.min(...values) : Math.max(...values);
  return { from, by: last.value - from };
}

function baselineOf(before: readonly Sample[], windowFromMs: number): number | undefined {
  const earlier = before.filter(({ takenAtMs }) => takenAtMs < windowFromMs);
  const basis = earlier.length >= firstValues ? earlier : before.slice(0, firstValues);
  return basis.length < leastOfBaseline ? undefined : medianOf(basis.map(({ value }) => value));
}

function valuesSince(samples: readonly Sample[], fromMs: number): readonly number[] {
  return samples.flatMap(({ takenAtMs, value }) => (takenAtMs >= fromMs ? [value] : []));
}

/** The window with its slack: people do not measure at the same minute every day, and clocks change. */
function windowMs(rule: TrendRule): number {
  const slackHours = rule.kind === 'from-baseline' ? 0 : (rule.slackHours ?? 0);
  return (rule.withinHours + slackHours) * hourInMs;
}

function reaches(rule: TrendRule, found: Finding | undefined): boolean {
  return found !== undefined && isFar(rule, found.by);
}

function isFar(rule: TrendRule, by: number): boolean {
  return (isRise(rule) ? by : -by) >= rule.by - tolerance;
}

function isRise(rule: TrendRule): boolean {
  return rule.kind === 'score-rise' || rule.direction === 'rise';
}

function inWords(rule: TrendRule, found: Finding | undefined): string {
  const { name, unit } = seriesInWords(rule);
  if (found === undefined) return `too few values of ${name} to tell`;
  const amount = (value: number): string => `${String(Number(value.toFixed(1)))}${unit}`;
  const moved = found.by === 0 ? 'not changed' : `${found.by > 0 ? 'up' : 'down'} ${amount(Math.abs(found.by))}`;
  if (rule.kind !== 'from-baseline') {
    return `${name} ${moved} in ${durationInWords(rule.withinHours)} (from ${amount(found.from)})`;
  }
  return `${name} ${moved} from what is usual (${amount(found.from)})`;
}

function seriesInWords(rule: TrendRule): { readonly name: string; readonly unit: string } {
  if (rule.kind === 'score-rise') return { name: 'score', unit: '' };
  return { name: codeInWords(rule.code), unit: unitInWords(rule.code) };
}

function durationInWords(hours: number): string {
  const days = hours / dayInHours;
  return days >= 2 && Number.isInteger(days) ? `${String(days)} days` : `${String(hours)} h`;
}
