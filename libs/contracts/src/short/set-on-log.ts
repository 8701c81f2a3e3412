import { type ObservationCode, observationCodes, type ObservationKind, observationKinds } from '#libs/clinical';
import { z } from 'zod';
import { Observation, ObservationSetRecorded, ObservationValue } from '../events/observation.ts';
import { instant } from '../instant.ts';
import { mostMs, mostSteps } from './ordinary-score.ts';
import { shortId, shortIdPattern, stepBetween, stepFrom, wholeId } from './short-id.ts';

const version = 2;
const id = z.string().regex(shortIdPattern);

const { quality, qualifiers, tooLateToScore, correctedBy } = Observation.shape;
const Extras = z.object({
  /** Where it is not that of the code; null where there is none though the code has one. */
  unit: z.string().nullable().optional(),
  quality,
  qualifiers,
  tooLateToScore,
  correctedBy,
});
type Extras = z.infer<typeof Extras>;

/** The step says how its id differs from the first of its group: in the last four digits. */
const step = z.number().int().min(0).max(mostSteps);
const ShortObservation = z.tuple([
  z.enum(observationCodes),
  ObservationValue,
  step.exactOptional(),
  Extras.exactOptional(),
]);
type ShortObservation = z.infer<typeof ShortObservation>;

/** Observations of one time and message, one after the other: how long before `receivedAt`, and the id of the first. */
const Group = z.tuple([z.number().int().min(-mostMs).max(mostMs), id], ShortObservation);
type Group = z.infer<typeof Group>;

const { patientId: _patientId, id: _id, observations: _observations, ...rest } = ObservationSetRecorded.shape;
const ShortSet = z.object({ v: z.literal(version), id, ...rest, observations: z.array(Group) });
type ShortSet = z.infer<typeof ShortSet>;

/**
 * An observation set as it stands on the log. In version 2 it is short: whose it is says the key of the record, and times,
 * units and ids follow from one another. Without a version it is whole, as in earlier releases.
 */
export const SetOnLog = z.union([ShortSet, ObservationSetRecorded]);

/** What is to be put on the log, under the patient's id. */
export function setToLog({ patientId: _patient, id: setId, observations, ...set }: ObservationSetRecorded): ShortSet {
  return { v: version, id: shortId(setId), ...set, observations: grouped(observations, Date.parse(set.receivedAt)) };
}

/** @throws ZodError or RangeError for what is no set of a version that is known. */
export function setFromLog(json: unknown, key: string): ObservationSetRecorded {
  if (typeof json !== 'object' || json === null || !('v' in json)) return ObservationSetRecorded.parse(json);
  const { v: _version, id: setId, observations, ...set } = isOrdinary(json) ? json : ShortSet.parse(json);
  const receivedMs = Date.parse(set.receivedAt);
  const whole = observations.flatMap((group) => wholeGroup(group, receivedMs));
  return ObservationSetRecorded.parse({ ...set, id: wholeId(setId), patientId: key, observations: whole });
}

function grouped(observations: readonly Observation[], receivedMs: number): Group[] {
  const groups: Group[] = [];
  let first: Observation | undefined;
  for (const one of observations) {
    const group = groups.at(-1);
    const stepOn = first?.takenAt === one.takenAt ? stepBetween(first.id, one.id) : undefined;
    const short = shortObservation(one, stepOn ?? 0);
    if (group !== undefined && stepOn !== undefined) {
      group.push(short);
      continue;
    }
    first = one;
    groups.push([receivedMs - Date.parse(one.takenAt), shortId(one.id), short]);
  }
  return groups;
}

/** Every observation has these; most have no more but a unit. */
const membersOfAll = 4;

function shortObservation(observation: Observation, stepOn: number): ShortObservation {
  const { code, value, unit } = observation;
  const isUsual = Object.keys(observation).length === membersOfAll + (unit === undefined ? 0 : 1);
  if (isUsual && unit === unitOf(code, value)) return stepOn === 0 ? [code, value] : [code, value, stepOn];
  const { id: _own, takenAt: _takenAt, code: _code, value: _value, unit: _unit, ...extras } = observation;
  const more: Extras = unit === unitOf(code, value) ? extras : { unit: unit ?? null, ...extras };
  return [code, value, stepOn, more];
}

function wholeGroup([agoMs, first, ...observations]: Group, receivedMs: number): readonly unknown[] {
  const firstId = wholeId(first);
  const takenAt = instant(receivedMs - agoMs);
  return observations.map(([code, value, stepOn = 0, extras]) => {
    const observationId = stepFrom(firstId, stepOn);
    const unit = extras?.unit === undefined ? unitOf(code, value) : (extras.unit ?? undefined);
    const withUnit = unit === undefined ? {} : { unit };
    if (extras === undefined) return { id: observationId, code, value, ...withUnit, takenAt };
    const { unit: _unit, ...others } = extras;
    return { id: observationId, code, value, ...withUnit, takenAt, ...others };
  });
}

/** Every number has the unit of its code; words and yes or no have none. */
function unitOf(code: ObservationCode, value: unknown): string | undefined {
  const kind: ObservationKind = observationKinds[code];
  return typeof value === 'number' && 'unit' in kind ? kind.unit : undefined;
}

/**
 * Whether it is a short set that can be made whole, and so be checked whole. What this lets through and is refused then would
 * have been refused by the schema of the short one, which takes as long again.
 */
function isOrdinary(json: object): json is ShortSet {
  // What it is said to have is asked for here.
  const { v, id: setId, receivedAt, observations } = json as Readonly<Record<keyof ShortSet, unknown>>;
  if (v !== version || !isShortId(setId)) return false;
  if (typeof receivedAt !== 'string' || Number.isNaN(Date.parse(receivedAt))) return false;
  return Array.isArray(observations) && observations.every(isGroup);
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isShortId = (value: unknown): boolean => typeof value === 'string' && shortIdPattern.test(value);

function isGroup(group: unknown): boolean {
  if (!isList(group)) return false;
  const [agoMs, first, ...observations] = group;
  const isSpan = typeof agoMs === 'number' && Number.isSafeInteger(agoMs) && Math.abs(agoMs) <= mostMs;
  return isSpan && isShortId(first) && observations.every(isShortObservation);
}

/** Without extras. */
function isShortObservation(observation: unknown): boolean {
  if (!isList(observation) || observation.length < 2 || observation.length > 3) return false;
  const [code, , stepOn = 0] = observation;
  const isCode = typeof code === 'string' && Object.hasOwn(observationKinds, code);
  return isCode && typeof stepOn === 'number' && Number.isSafeInteger(stepOn) && stepOn >= 0 && stepOn <= mostSteps;
}
