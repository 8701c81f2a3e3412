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

/** Scores do not change: one that has been made short, or came out of a short one, need not be made so again. */
const shorts = new WeakMap<Score, ScoreJson>();

/** A score as it is to be stored: short, and whole where something of it could not be made out again. */
export function shortScore(score: Score): ScoreJson {
  const before = shorts.get(score);
  if (before !== undefined) return before;
  const short = shortened(score);
  shorts.set(score, short);
  return short;
}

function shortened(score: Score): ScoreJson {
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

/** The score that is stored, with its fields in the order of the contract. */
export function wholeScore(stored: ScoreJson, key: ScoreKey): Score {
  if ('id' in stored) return stored;
  const score = expanded(stored, key);
  shorts.set(score, stored);
  return score;
}

function expanded(stored: ShortScore, { patientId, at }: ScoreKey): Score {
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
    inputs: wholeInputs(stored.inputs ?? [], { names, codeAt: (index) => known?.[index]?.[1], at, atMs }),
    ...(stored.asked && { asked: wholeAsked(stored.asked, { codeAt: (index) => known?.[index]?.[1], at, atMs }) }),
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
  readonly at: Instant;
  readonly atMs: number;
}

/** Undefined where they are not in the order of the chart. */
function shortInputs(
  inputs: readonly ScoreInput[],
  { names, codeAt, atMs }: Omit<InputFacts, 'at'>,
): ShortInputs[] | undefined {
  const found: InputGroup[] = [];
  let last = -1;
  for (const one of inputs) {
    const { code, observationId, value, takenAt } = one;
    const index = names.indexOf(one.parameter);
    let group: InputGroup | undefined;
    let step: number | undefined;
    for (group of found) {
      step = group.takenAt === takenAt ? stepBetween(group.firstId, observationId) : undefined;
      if (step !== undefined) break;
    }
    if (group === undefined || step === undefined) {
      step = 0;
      found.push((group = { takenAt, agoMs: atMs - Date.parse(takenAt), firstId: observationId, inputs: [] }));
    }
    if (index <= last || one.ageSeconds !== Math.floor(group.agoMs / 1000)) return undefined;
    last = index;
    const more = code === codeAt(index) ? extrasOf(one) : { ...extrasOf(one), code };
    if (more !== undefined) group.inputs.push([index, value, step, more]);
    else group.inputs.push(step === 0 ? [index, value] : [index, value, step]);
  }
  return found.map(({ agoMs, firstId, inputs: short }) => [agoMs, shortId(firstId), ...short]);
}

/** Inputs that were taken together, by one message, while they are made short. */
interface InputGroup {
  readonly takenAt: Instant;
  readonly agoMs: number;
  readonly firstId: ObservationId;
  readonly inputs: ShortInput[];
}

/** Every input has these; most have no more. */
const membersOfAll = 6;

function extrasOf(input: ScoreInput): InputExtras | undefined {
  if (Object.keys(input).length === membersOfAll) return undefined;
  const {
    parameter: _name,
    code: _code,
    observationId: _id,
    value: _value,
    takenAt: _at,
    ageSeconds: _age,
    ...extras
  } = input;
  return extras;
}

function wholeInputs(short: readonly ShortInputs[], { names, codeAt, at, atMs }: InputFacts): ScoreInput[] {
  const byIndex: (ScoreInput | undefined)[] = names.map(() => undefined);
  for (const [agoMs, first, ...inputs] of short) {
    const firstId = wholeId(first);
    const takenAt = agoMs === 0 ? at : instant(atMs - agoMs);
    const ageSeconds = Math.floor(agoMs / 1000);
    for (const [index, value, step = 0, extras] of inputs) {
      const parameter = names[index];
      const code = extras?.code ?? codeAt(index);
      if (parameter === undefined || code === undefined) throw new RangeError('A stored score is of no known chart.');
      // An id when it was written.
      const observationId = stepFrom(firstId, step) as ObservationId;
      const input = { parameter, code, observationId, value, takenAt, ageSeconds };
      byIndex[index] = extras === undefined ? input : { ...input, ...extras, code };
    }
  }
  return byIndex.filter((input) => input !== undefined);
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
    const alike = `${String(everyMinutes)} ${takenAt} ${from}`;
    const group = found.get(alike);
    if (group !== undefined) {
      group.push(index);
      continue;
    }
    const takenMs = Date.parse(takenAt);
    found.set(alike, [everyMinutes, atMs - takenMs, Date.parse(from) - takenMs, index]);
  }
  return [...found.values()];
}

function wholeAsked(
  short: readonly ShortAsked[],
  { codeAt, at, atMs }: Pick<InputFacts, 'codeAt' | 'at' | 'atMs'>,
): AskedOfCode[] {
  const byIndex: (AskedOfCode | undefined)[] = [];
  for (const [everyMinutes, takenAgoMs, fromAfterMs, ...indices] of short) {
    const takenMs = atMs - takenAgoMs;
    const takenAt = takenAgoMs === 0 ? at : instant(takenMs);
    const from = fromAfterMs === 0 ? takenAt : instant(takenMs + fromAfterMs);
    for (const index of indices) {
      const code = codeAt(index);
      if (code === undefined) throw new RangeError('A stored score is of no known chart.');
      byIndex[index] = { code, takenAt, everyMinutes, from };
    }
  }
  return byIndex.filter((asked) => asked !== undefined);
}

function componentsOf(names: readonly string[], points: string): Score['components'] {
  const components: Score['components'] = {};
  for (const [index, name] of names.entries()) {
    const digit = points.charAt(index);
    // Points when they were written.
    components[name] = digit === '-' ? null : (Number(digit) as 0 | 1 | 2 | 3);
  }
  return components;
}

function withoutPoints(names: readonly string[], points: string): readonly string[] {
  return points.includes('-') ? names.filter((_name, index) => points.charAt(index) === '-') : [];
}
