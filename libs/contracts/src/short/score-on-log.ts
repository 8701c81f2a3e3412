import { observationCodes } from '#libs/clinical';
import { z } from 'zod';
import { ParameterName, Score, ScoreCause, ScoreInput, Tier } from '../events/score.ts';
import { ObservationValue } from '../events/observation.ts';
import { PatientId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { knownCharts } from './chart-names.ts';
import { isCarried, isOrdinary, mostMs, mostSteps, version, type VersionedScore } from './ordinary-score.ts';
import { shortIdPattern } from './short-id.ts';
import { shortScore, type ShortScore, wholeScore } from './short-score.ts';

const span = z.number().int().min(-mostMs).max(mostMs);
const ago = span.min(0);
const index = z.number().int().min(0);
const id = z.string().regex(shortIdPattern);

const { quality, correctedBy, deviceId, beside } = ScoreInput.shape;
const inputExtras = z.object({
  code: z.enum(observationCodes).exactOptional(),
  quality: quality.unwrap().exactOptional(),
  correctedBy: correctedBy.unwrap().exactOptional(),
  deviceId: deviceId.unwrap().exactOptional(),
  beside: beside.unwrap().exactOptional(),
});
/** The third says how its id differs from the first of its group: in the last four digits. */
const step = z.number().int().min(0).max(mostSteps);
const input = z.tuple([index, ObservationValue, step.exactOptional(), inputExtras.exactOptional()]);

const { scalePrescription, agedOut, doubtful, responseWithinMinutes } = Score.shape;
const shortMembers = {
  revision: z.number().int().min(2).exactOptional(),
  min: z.number().int().min(0),
  max: z.number().int().min(0).exactOptional(),
  total: z.number().int().min(0).exactOptional(),
  tier: Tier,
  highestTier: Tier.exactOptional(),
  ruleSet: z.string(),
  pathway: z.string().exactOptional(),
  monitoring: z.string(),
  within: responseWithinMinutes.unwrap().exactOptional(),
  scale: z.literal(2).exactOptional(),
  scalePrescription: scalePrescription.exactOptional(),
  late: z.literal(true).exactOptional(),
  because: ScoreCause.exactOptional(),
  withdrawn: z.literal(true).exactOptional(),
  chart: z.union([
    z
      .number()
      .int()
      .min(0)
      .max(knownCharts.length - 1),
    z.array(ParameterName),
  ]),
  points: z.string().regex(/^[0-3-]*$/),
  missing: z.array(ParameterName).exactOptional(),
  agedOut: agedOut.exactOptional(),
  doubtful: doubtful.unwrap().exactOptional(),
  inputs: z.array(z.tuple([ago, id], input)).exactOptional(),
  asked: z.array(z.tuple([z.number().int().min(1), span, span], index)).exactOptional(),
  by: id,
  afterMs: span,
};

const ShortScoreOnLog = z
  .object({ v: z.literal(version), at: Instant.refine(isCarried), ...shortMembers })
  // Points that are not there would be read as 0.
  .refine(({ chart, points }) => points.length === (typeof chart === 'number' ? knownCharts[chart] : chart)?.length);

/**
 * A score as it stands on the log. In version 2 it is short: whose it is says the key of the record, and `wholeScore` says the
 * rest. Without a version it is whole, as in earlier releases, and where it cannot be made short.
 */
export const ScoreOnLog = z.union([ShortScoreOnLog, Score]);

/** What is to be put on the log, under the patient's id. */
export function scoreToLog(score: Score): Score | VersionedScore {
  const short = shortScore(score);
  return 'id' in short || !isCarried(score.at) ? score : { v: version, at: score.at, ...short };
}

/** @throws ZodError for what is no score of a version that is known, RangeError where it does not fit its own chart. */
export function scoreFromLog(json: unknown, key: string): Score {
  if (!isShort(json)) return Score.parse(json);
  const { v: _version, at, ...short } = isOrdinary(json) ? json : ShortScoreOnLog.parse(json);
  return wholeScore(short satisfies ShortScore, { patientId: PatientId.parse(key), at });
}

/** Whatever has a version is not refused for not being whole. */
function isShort(json: unknown): json is object {
  return typeof json === 'object' && json !== null && 'v' in json;
}
