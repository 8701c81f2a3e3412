import {
  isValueOf,
  news2ValuesOf,
  type News2Reading,
  type OxygenScale,
  parameterOfObservation,
  scoreNews2,
} from '#libs/clinical';
import {
  type EventId,
  instant,
  type Instant,
  type ObservationSetRecorded,
  type PatientId,
  type Score,
  scoreId,
  type ScoreInput,
} from '#libs/contracts';

/** A reading of a NEWS2 parameter, and itself as a score names it. */
export interface MomentReading extends News2Reading {
  readonly input: ScoreInput;
}

/** A time at which a NEWS2 parameter was taken, and what was known of the patient then. */
export interface Moment {
  readonly atMs: number;
  /** The newest reading of each parameter at the moment, as far as it was valid, in the order of the chart. */
  readonly inputs: readonly MomentReading[];
  /** Null where the patient must not be scored: the readings are kept, and count for what comes after. */
  readonly score: Score | null;
  /** What made or last changed it: an observation set, or a change of plan. */
  readonly causedBy: EventId;
}

/** Something that makes or changes scores. */
export interface Cause {
  readonly id: EventId;
  readonly receivedAt: Instant;
}

/** The readings of a set that NEWS2 is scored from, as the timeline of moments needs them; oldest first. */
export function momentReadingsOf(set: ObservationSetRecorded): readonly MomentReading[] {
  const readings: MomentReading[] = [];
  for (const { id, code, value, takenAt } of set.observations) {
    const parameter = parameterOfObservation(code);
    // The gateway has checked values; this holds the line against whoever else may write to the log.
    if (parameter === undefined || !isValueOf(parameter, value)) continue;
    readings.push(momentReading({ parameter, observationId: id, value, takenAt }));
  }
  return readings.sort((one, other) => one.takenAtMs - other.takenAtMs);
}

/** A score's input as a reading again. */
export function momentReading(input: ScoreInput): MomentReading {
  const { parameter, observationId, value, takenAt } = input;
  return { parameter, observationId, value, takenAtMs: Date.parse(takenAt), input };
}

/** Scores what was known at a moment. */
export function scoreOf(
  { atMs, inputs }: Pick<Moment, 'atMs' | 'inputs'>,
  facts: {
    readonly patientId: PatientId;
    readonly scale: OxygenScale;
    readonly revision: number;
    readonly late: boolean;
    readonly cause: Cause;
  },
): Score {
  // Some reading was taken at the moment: its own words for the time spare writing them anew for every score.
  const at = inputs.find(({ takenAtMs }) => takenAtMs === atMs)?.input.takenAt ?? instant(atMs);
  const { missing, components, ...score } = scoreNews2(news2ValuesOf(inputs), { scale: facts.scale });
  return {
    id: scoreId(facts.patientId, at),
    revision: facts.revision,
    patientId: facts.patientId,
    at,
    ...score,
    missing: [...missing],
    components,
    late: facts.late,
    inputs: inputs.map(({ input }) => input),
    causedBy: facts.cause.id,
    receivedAt: facts.cause.receivedAt,
  };
}
