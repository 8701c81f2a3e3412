import { bucketOf, sampleMs } from '#libs/clinical';
import type { ObservationId, PatientId, SignalQuality } from '#libs/contracts';
import type { TakenReading } from '#libs/timeline';

/** What samples are a series of: one observation code, or the totals of complete scores. */
export type Series = string;

export const scoreSeries: Series = 'score';

/** Something that was measured and may be a sample of its half hour. */
export interface Candidate {
  readonly patientId: PatientId;
  readonly series: Series;
  readonly bucket: number;
  readonly takenAtMs: number;
  /** Distinguishes what was taken at one time; null for a score, of which there is one at a time. */
  readonly observationId: ObservationId | null;
  readonly value: number;
  readonly quality: SignalQuality | null;
}

/** What of the readings is a number of one of the series. */
export function candidatesOf(
  patientId: PatientId,
  readings: readonly TakenReading[],
  series: ReadonlySet<Series>,
): readonly Candidate[] {
  const candidates: Candidate[] = [];
  for (const { code, value, takenAtMs, observationId, quality } of readings) {
    if (typeof value !== 'number' || !series.has(code)) continue;
    const bucket = bucketOf(takenAtMs);
    candidates.push({ patientId, series: code, bucket, takenAtMs, observationId, value, quality: quality ?? null });
  }
  return candidates;
}

/** What of the scores is complete. A score with something missing is no lower for that, so it is not compared. */
export function scoreCandidatesOf(
  patientId: PatientId,
  points: readonly { readonly atMs: number; readonly total: number | null }[],
): readonly Candidate[] {
  return points.flatMap(({ atMs, total }) => {
    if (total === null) return [];
    const facts = { series: scoreSeries, bucket: bucketOf(atMs), observationId: null, quality: null };
    return [{ patientId, ...facts, takenAtMs: atMs, value: total }];
  });
}

/** So many values of each half hour are kept: what was taken first, and the next, which may be its repetition. */
export const samplesAHalfHour = 2;

/** The first candidates of each half hour of each series, by when they were taken; of one time, the one with the lowest id. */
export function firstsOfEach(candidates: readonly Candidate[]): readonly Candidate[] {
  const firsts = new Map<string, Candidate[]>();
  for (const candidate of candidates.toSorted(inOrder)) {
    const key = `${candidate.patientId} ${candidate.series} ${String(candidate.bucket)}`;
    const known = firsts.get(key) ?? [];
    firsts.set(key, known);
    if (known.length < samplesAHalfHour && known.at(-1)?.takenAtMs !== candidate.takenAtMs) known.push(candidate);
  }
  return [...firsts.values()].flat();
}

function inOrder(one: Candidate, other: Candidate): number {
  if (one.takenAtMs !== other.takenAtMs) return one.takenAtMs - other.takenAtMs;
  return (one.observationId ?? '') < (other.observationId ?? '') ? -1 : 1;
}

/** The half hour, in milliseconds since 1970; its end is not part of it. */
export function boundsOf(bucket: number): { readonly fromMs: number; readonly untilMs: number } {
  return { fromMs: bucket * sampleMs, untilMs: (bucket + 1) * sampleMs };
}

/**
 * Remembers, of each patient and series, the newest half hour that is known to have its samples, so that what comes after them
 * in the same half hour is recognised without asking the database. Forgets whom it has known longest once there are too many.
 */
export class SeenBuckets {
  readonly #mostPatients: number;
  readonly #byPatient = new Map<PatientId, Map<Series, { readonly bucket: number; readonly fullMs: number }>>();

  constructor(mostPatients: number) {
    this.#mostPatients = mostPatients;
  }

  /** Whether it is certain that the candidate was taken after the samples of its half hour. */
  comesAfterSamples({ patientId, series, bucket, takenAtMs }: Candidate): boolean {
    const seen = this.#byPatient.get(patientId)?.get(series);
    return seen?.bucket === bucket && takenAtMs >= seen.fullMs;
  }

  /** The half hour of this candidate has all of its samples, committed and taken before it. */
  remember({ patientId, series, bucket, takenAtMs }: Candidate): void {
    let ofPatient = this.#byPatient.get(patientId);
    if (ofPatient === undefined) {
      const [longestKnown] = this.#byPatient.keys();
      if (this.#byPatient.size >= this.#mostPatients && longestKnown !== undefined)
        this.#byPatient.delete(longestKnown);
      ofPatient = new Map();
      this.#byPatient.set(patientId, ofPatient);
    }
    const seen = ofPatient.get(series);
    if (seen === undefined || seen.bucket <= bucket) ofPatient.set(series, { bucket, fullMs: takenAtMs });
  }

  forget(patientId: PatientId): void {
    this.#byPatient.delete(patientId);
  }
}
