import type { ObservationCode } from '#libs/clinical';
import { scoreId } from '../events/derived-ids.ts';
import type { AskedOfCode, Score, ScoreInput } from '../events/score.ts';
import type { EventId, ObservationId, PatientId } from '../ids.ts';
import { instant, type Instant } from '../instant.ts';
import { knownCharts, chartNumber } from './chart-names.ts';
import { shortId, stepBetween, stepFrom, wholeId } from './short-id.ts';

/** What few inputs have. The code stands here where it does not follow from the chart. */
type InputExtras = Pick<ScoreInput, 'quality' | 'correctedBy' | 'deviceId' | 'beside'> & {
  readonly code?: ObservationCode;
};

/** An input by its index in the chart; the step says how its id differs from the first of its group. */
type ShortInput = readonly [index: number, value: ScoreInput['value'], step?: number, extras?: InputExtras];

/** Inputs that were taken together, by one message. */
export type ShortInputs = readonly [agoMs: number, firstId: string, ...inputs: readonly ShortInput[]];

/** Codes by their indices in the chart, of which the next is asked for alike. */
type ShortAsked = readonly [
  everyMinutes: number,
  takenAgoMs: number,
  fromAfterMs: number,
  ...indices: readonly number[],
];

/**
 * A score as it is stored: without what follows from the rest, and without what is as in nearly every score. What SQL asks of
 * a score has its own name here too; it has to be ready for the one or other member to be left out.
 */
export interface ShortScore {
  /** Left out where it is 1. */
  readonly revision?: number;
  readonly min: number;
  /** Left out, like `total`, where all three are the same. */
  readonly max?: number;
  readonly total?: number;
  readonly tier: Score['tier'];
  /** Left out where it is the tier. */
  readonly highestTier?: Score['tier'];
  readonly ruleSet: string;
  readonly pathway?: string;
  readonly monitoring: string;
  readonly within?: number;
  readonly scale?: 2;
  readonly scalePrescription?: Score['scalePrescription'];
  readonly late?: true;
  readonly because?: Score['because'];
  readonly withdrawn?: true;
  /** Where the chart stands among those that are known, or the names of its parameters. */
  readonly chart: number | readonly string[];
  /** A digit for each parameter; a hyphen where there is none. */
  readonly points: string;
  /** Left out where it is every parameter without points. */
  readonly missing?: readonly string[];
  readonly agedOut?: Score['agedOut'];
  readonly doubtful?: NonNullable<Score['doubtful']>;
  readonly inputs?: readonly ShortInputs[];
  readonly asked?: readonly ShortAsked[];
  /** The cause, and how long after its own time the score was known. */
  readonly by: string;
  readonly afterMs: number;
}

/** Scores have been stored whole, too: those of before they were stored short, and the few that cannot be. */
export type ScoreJson = ShortScore | Score;

/** Whose score it is, and of when: it is stored with that. */
export interface ScoreKey {
  readonly patientId: PatientId;
  readonly at: Instant;
}

/** A score as it is to be stored: short, and whole where something of it could not be made out again. */
export function shortScore(score: Score): ScoreJson {
  const names = Object.keys(score.components);
  const number = chartNumber(names);
  const codes = number === undefined ? undefined : knownCharts[number];
  const atMs = Date.parse(score.at);
  const inputs = shortInputs(score.inputs, { names, codeAt: (index) => codes?.[index]?.[1], atMs });
  const asked = shortAsked(score.asked, { indexOf: (code) => codes?.findIndex((one) => one[1] === code) ?? -1, atMs });
  if (inputs === undefined || asked === undefined || score.complete !== (score.total !== null)) return score;
  const { min, max, total, tier, highestTier, ruleSet, pathway, monitoring, scale, because, agedOut, doubtful } = score;
  const points = names.map((name) => score.components[name] ?? '-').join('');
  const isWhole = total === min && min === max;
  const short: ShortScore = {
    ...(score.revision === 1 ? {} : { revision: score.revision }),
    min,
    ...(isWhole ? {} : { max, ...(total === null ? {} : { total }) }),
    tier,
    ...(highestTier === tier ? {} : { highestTier }),
    ruleSet,
    ...(pathway === null ? {} : { pathway }),
    monitoring,
    ...(score.responseWithinMinutes === null ? {} : { within: score.responseWithinMinutes }),
    ...(scale === 1 ? {} : { scale }),
    ...(score.scalePrescription === null ? {} : { scalePrescription: score.scalePrescription }),
    ...(score.late ? { late: true } : {}),
    ...(because === 'reading' ? {} : { because }),
    ...(score.withdrawn ? { withdrawn: true } : {}),
    chart: number ?? names,
    points,
    ...(score.missing.join() === withoutPoints(names, points).join() ? {} : { missing: score.missing }),
    ...(agedOut.length === 0 ? {} : { agedOut }),
    ...(doubtful === undefined ? {} : { doubtful }),
    ...(inputs.length === 0 ? {} : { inputs }),
    ...(asked.length === 0 ? {} : { asked }),
    by: shortId(score.causedBy),
    afterMs: Date.parse(score.receivedAt) - atMs,
  };
  return short;
}

/** What a score comes to, from how it is stored: all that two scores have to be compared by, without the rest. */
export function outcomeOf(
  stored: Pick<ShortScore, 'min' | 'max' | 'total' | 'tier' | 'scale' | 'ruleSet' | 'chart' | 'points' | 'missing'>,
): Pick<Score, 'total' | 'min' | 'max' | 'tier' | 'scale' | 'ruleSet' | 'missing'> {
  const { min, max = min, tier, scale = 1, ruleSet, chart, points, missing } = stored;
  const total = stored.total ?? (stored.max === undefined ? min : null);
  return { total, min, max, tier, scale, ruleSet, missing: [...(missing ?? withoutPoints(namesOf(chart), points))] };
}

/** The score that is stored, with its fields in the order in which scores are published. */
export function wholeScore(stored: ScoreJson, { patientId, at }: ScoreKey): Score {
  if ('id' in stored) return stored;
  const { chart, points } = stored;
  const { total, min, max, tier, scale, ruleSet, missing } = outcomeOf(stored);
  const atMs = Date.parse(at);
  const known = typeof chart === 'number' ? knownCharts[chart] : undefined;
  const names = namesOf(chart);
  return {
    id: scoreId(patientId, at),
    revision: stored.revision ?? 1,
    patientId,
    at,
    total,
    min,
    max,
    complete: total !== null,
    tier,
    highestTier: stored.highestTier ?? tier,
    scale,
    monitoring: stored.monitoring,
    responseWithinMinutes: stored.within ?? null,
    ruleSet,
    missing,
    agedOut: stored.agedOut ?? [],
    ...(stored.doubtful === undefined ? {} : { doubtful: stored.doubtful }),
    scalePrescription: stored.scalePrescription ?? null,
    components: componentsOf(names, points),
    late: stored.late ?? false,
    because: stored.because ?? 'reading',
    withdrawn: stored.withdrawn ?? false,
    pathway: stored.pathway ?? null,
    inputs: wholeInputs(stored.inputs ?? [], { names, codeAt: (index) => known?.[index]?.[1], atMs }),
    ...(stored.asked === undefined
      ? {}
      : { asked: wholeAsked(stored.asked, { codeAt: (index) => known?.[index]?.[1], atMs }) }),
    // An id when it was written.
    causedBy: wholeId(stored.by) as EventId,
    receivedAt: instant(atMs + stored.afterMs),
  };
}

const namesOfKnown = knownCharts.map((chart) => chart.map(([name]) => name));

function namesOf(chart: ShortScore['chart']): readonly string[] {
  return typeof chart === 'number' ? (namesOfKnown[chart] ?? []) : chart;
}

interface InputFacts {
  readonly names: readonly string[];
  readonly codeAt: (index: number) => ObservationCode | undefined;
  readonly atMs: number;
}

/** Undefined where they are not in the order of the chart. */
function shortInputs(inputs: readonly ScoreInput[], { names, codeAt, atMs }: InputFacts): ShortInputs[] | undefined {
  const found: { readonly takenMs: number; readonly firstId: ObservationId; readonly inputs: ShortInput[] }[] = [];
  let last = -1;
  for (const { parameter, code, observationId, value, takenAt, ageSeconds, ...extras } of inputs) {
    const index = names.indexOf(parameter);
    const takenMs = Date.parse(takenAt);
    if (index <= last || ageSeconds !== Math.floor((atMs - takenMs) / 1000)) return undefined;
    last = index;
    let group = found.find((one) => one.takenMs === takenMs && stepBetween(one.firstId, observationId) !== undefined);
    if (group === undefined) found.push((group = { takenMs, firstId: observationId, inputs: [] }));
    const step = stepBetween(group.firstId, observationId) ?? 0;
    const more = code === codeAt(index) ? extras : { ...extras, code };
    if (Object.keys(more).length > 0) group.inputs.push([index, value, step, more]);
    else group.inputs.push(step === 0 ? [index, value] : [index, value, step]);
  }
  return found.map(({ takenMs, firstId, inputs: short }) => [atMs - takenMs, shortId(firstId), ...short]);
}

function wholeInputs(short: readonly ShortInputs[], { names, codeAt, atMs }: InputFacts): ScoreInput[] {
  const byIndex: [number, ScoreInput][] = [];
  for (const [agoMs, first, ...inputs] of short) {
    const firstId = wholeId(first);
    const takenAt = instant(atMs - agoMs);
    for (const [index, value, step = 0, { code = codeAt(index), ...extras } = {}] of inputs) {
      const parameter = names[index];
      if (parameter === undefined || code === undefined) throw new RangeError('A stored score is of no known chart.');
      // An id when it was written.
      const observationId = stepFrom(firstId, step) as ObservationId;
      const ageSeconds = Math.floor(agoMs / 1000);
      byIndex.push([index, { parameter, code, observationId, value, takenAt, ageSeconds, ...extras }]);
    }
  }
  return byIndex.sort(([one], [other]) => one - other).map(([, input]) => input);
}

/** Undefined where they are of codes that are not on a known chart, or not in its order. */
function shortAsked(
  asked: readonly AskedOfCode[] = [],
  { indexOf, atMs }: { readonly indexOf: (code: ObservationCode) => number; readonly atMs: number },
): ShortAsked[] | undefined {
  const found = new Map<string, [number, number, number, ...number[]]>();
  let last = -1;
  for (const { code, takenAt, everyMinutes, from } of asked) {
    const index = indexOf(code);
    if (index <= last) return undefined;
    last = index;
    const takenMs = Date.parse(takenAt);
    const alike: [number, number, number] = [everyMinutes, atMs - takenMs, Date.parse(from) - takenMs];
    const group = found.get(alike.join());
    if (group === undefined) found.set(alike.join(), [...alike, index]);
    else group.push(index);
  }
  return [...found.values()];
}

function wholeAsked(
  short: readonly ShortAsked[],
  { codeAt, atMs }: Pick<InputFacts, 'codeAt' | 'atMs'>,
): AskedOfCode[] {
  const byIndex: [number, AskedOfCode][] = [];
  for (const [everyMinutes, takenAgoMs, fromAfterMs, ...indices] of short) {
    const takenMs = atMs - takenAgoMs;
    const alike = { takenAt: instant(takenMs), everyMinutes, from: instant(takenMs + fromAfterMs) };
    for (const index of indices) {
      const code = codeAt(index);
      if (code === undefined) throw new RangeError('A stored score is of no known chart.');
      byIndex.push([index, { code, ...alike }]);
    }
  }
  return byIndex.sort(([one], [other]) => one - other).map(([, asked]) => asked);
}

function componentsOf(names: readonly string[], points: string): Score['components'] {
  return Object.fromEntries(
    names.map((name, index) => {
      const digit = points.charAt(index);
      // Points when they were written.
      return [name, digit === '-' ? null : (Number(digit) as 0 | 1 | 2 | 3)];
    }),
  );
}

function withoutPoints(names: readonly string[], points: string): readonly string[] {
  return names.filter((_name, index) => points.charAt(index) === '-');
}
