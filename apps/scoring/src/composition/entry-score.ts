import {
  type EventId,
  knownCharts,
  type Score,
  type ScoreInput,
  type ScoreKey,
  shortScore,
  type ScoreJson,
  wholeScore,
} from '#libs/contracts';
import { type Known, knownFromJson, type KnownJson } from '#libs/timeline';

/**
 * A score as it stands beside what was known at its time. Where each of its inputs is the newest that was known, bit p says
 * that parameter p has one, and they are not stored twice; its cause stands in a column.
 */
type BesideKnown = Omit<Exclude<ScoreJson, Score>, 'inputs' | 'by'> & { readonly inputs?: number };

/** A score as it is stored with an entry. */
export type EntryScore = ScoreJson | BesideKnown;

/**
 * @param known at its time, where that is stored with it. Only the score of a reading that stands is put down to that: it is
 *   written anew whenever the readings of its time change, and any other may outlive them.
 */
export function entryScore(score: Score, known: Known | undefined): EntryScore {
  const stored = shortScore(score);
  if ('id' in stored || known === undefined || score.because !== 'reading' || score.withdrawn) return stored;
  const chart = typeof stored.chart === 'number' ? knownCharts[stored.chart] : undefined;
  if (chart === undefined || !score.inputs.every((input) => isNewest(input, known))) return stored;
  let inputs = 0;
  chart.forEach(([name, code], index) => {
    if (score.inputs.some((input) => input.parameter === name && input.code === code)) inputs |= 1 << index;
  });
  const { inputs: _inputs, by: _cause, ...rest } = stored;
  return bitsIn(inputs) === score.inputs.length ? { ...rest, inputs } : stored;
}

/** The score that is stored with an entry. */
export function scoreOfEntry(
  stored: EntryScore,
  entry: ScoreKey & { readonly causedBy: EventId; readonly known: KnownJson | null },
): Score {
  if ('id' in stored || 'by' in stored) return wholeScore(stored, entry);
  const { inputs: bits = 0, ...rest } = stored;
  const { causedBy, known } = entry;
  const score = wholeScore({ ...rest, by: '' }, entry);
  const inputs = known === null ? [] : newestOf(knownFromJson(known), { bits, chart: rest.chart, at: score.at });
  return { ...score, inputs, causedBy };
}

function isNewest(input: ScoreInput, known: Known): boolean {
  const newest = known.get(input.code)?.newest;
  return (
    newest?.observationId === input.observationId &&
    newest.value === input.value &&
    newest.takenAt === input.takenAt &&
    newest.quality === input.quality &&
    newest.correctedBy === input.correctedBy &&
    input.deviceId === undefined &&
    input.beside === undefined
  );
}

function newestOf(
  known: Known,
  { bits, chart, at }: { readonly bits: number; readonly chart: BesideKnown['chart']; readonly at: Score['at'] },
): ScoreInput[] {
  const atMs = Date.parse(at);
  const names = typeof chart === 'number' ? (knownCharts[chart] ?? []) : [];
  return names.flatMap(([parameter, code], index) => {
    const newest = known.get(code)?.newest;
    if ((bits & (1 << index)) === 0 || newest === undefined) return [];
    const { observationId, value, takenAt, takenAtMs, quality, correctedBy } = newest;
    return [
      {
        parameter,
        code,
        observationId,
        value,
        takenAt,
        ageSeconds: Math.floor((atMs - takenAtMs) / 1000),
        ...(quality === undefined ? {} : { quality }),
        ...(correctedBy === undefined ? {} : { correctedBy }),
      },
    ];
  });
}

function bitsIn(number: number): number {
  let bits = 0;
  for (let rest = number; rest !== 0; rest >>>= 1) bits += rest & 1;
  return bits;
}
