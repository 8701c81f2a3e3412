import { bodyPositions, measuringMethods, measuringSites, observationCodes } from '#libs/clinical';
import { z } from 'zod';
import { DeviceId, EventId, GatewayId, MessageId, ObservationId, PatientId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';

/** How far a reading can be trusted, as the device itself says. */
export const SignalQuality = z.object({
  /** Strength of the pulse under an oximeter, %. */
  perfusionIndex: z.number().min(0).max(100).optional(),
  /** How much the wearer moved, 0 (still) to 1. */
  motion: z.number().min(0).max(1).optional(),
  /** Strength of the device's own signal, 0 to 1. */
  signalStrength: z.number().min(0).max(1).optional(),
});
export type SignalQuality = z.infer<typeof SignalQuality>;

/** How a reading was taken; each may be left out. */
export const ReadingQualifiers = z.object({
  site: z.enum(measuringSites).optional(),
  method: z.enum(measuringMethods).optional(),
  position: z.enum(bodyPositions).optional(),
});
export type ReadingQualifiers = z.infer<typeof ReadingQualifiers>;

export const ObservationSource = z.enum(['device', 'patient', 'carer', 'clinician']);
export type ObservationSource = z.infer<typeof ObservationSource>;

/** A number in the code's canonical unit, a word (consciousness, an answer), or yes/no (oxygen without its flow). */
export const ObservationValue = z.union([z.number(), z.string(), z.boolean()]);
export type ObservationValue = z.infer<typeof ObservationValue>;

/** One reading or answer, plausible and in its canonical unit. */
export const Observation = z.object({
  id: ObservationId,
  code: z.enum(observationCodes),
  value: ObservationValue,
  /** UCUM; absent for words and yes/no. */
  unit: z.string().optional(),
  takenAt: Instant,
  quality: SignalQuality.optional(),
  qualifiers: ReadingQualifiers.optional(),
  /** It was received later than the plan allows a reading to correct scores: it is charted and not scored. */
  tooLateToScore: z.literal(true).optional(),
  /** By how many seconds `takenAt` was put back: the clock of the device is known to be so far ahead. */
  correctedBy: z.number().int().min(1).optional(),
});
export type Observation = z.infer<typeof Observation>;

/**
 * Why the value that stands for a code is doubtful: something newer came and could not be taken for what it says.
 * `extreme`: a value beyond what a living person has, on the side where that is dangerous; `unreadable`: a word that is
 * none of those for the code; `sentinel`: the device's way of saying that it could not measure, which makes the value
 * doubtful only where it goes on. `answered`: a person has looked after the doubt, so that it ends.
 */
export const DoubtCause = z.enum(['extreme', 'unreadable', 'sentinel', 'answered']);
export type DoubtCause = z.infer<typeof DoubtCause>;

/** A reading in quarantine as an input of the patient's history: it is no value, but it casts doubt on the one before it. */
export const Doubt = z.object({
  code: z.enum(observationCodes),
  takenAt: Instant,
  because: DoubtCause,
  /** What was found, with its unit, for people: `0 /min`. Of an answer, what the person said. */
  found: z.string().max(200),
});
export type Doubt = z.infer<typeof Doubt>;

/** A person says that an observation does not count: it was another person's, or the device was wrong. */
export const Retraction = z.object({
  observationId: ObservationId,
  code: z.enum(observationCodes),
  takenAt: Instant,
  reason: z.string().min(1),
});
export type Retraction = z.infer<typeof Retraction>;

/** Topic `observations`, keyed by patient: what one message said of one patient, after every check. */
export const ObservationSetRecorded = z.object({
  /** Follows from device (or person), message and patient: see `observationSetId`. */
  id: EventId,
  patientId: PatientId,
  messageId: MessageId,
  /** Absent when a person typed the readings in. */
  deviceId: DeviceId.optional(),
  gatewayId: GatewayId.optional(),
  /** The user who entered it, when no device did. */
  enteredBy: PersonReference.optional(),
  source: ObservationSource,
  receivedAt: Instant,
  /** Empty where the set only retracts, or only says what is doubtful. */
  observations: z.array(Observation),
  /** What came for this patient and was quarantined in a way that makes earlier values doubtful. */
  doubts: z.array(Doubt).optional(),
  /** Observations of this patient that do not count from now on; a correction retracts one and brings another. */
  retracts: z.array(Retraction).optional(),
  /** The clinician who let it out of quarantine, where one did. */
  releasedBy: PersonReference.optional(),
});
export type ObservationSetRecorded = z.infer<typeof ObservationSetRecorded>;
