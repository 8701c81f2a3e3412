import { z } from 'zod';
import { EventId, GatewayId, MessageId, PatientId } from '../ids.ts';
import { Instant } from '../instant.ts';

/** Why something was kept aside: the code for machines and what it means for people. Codes are never reused. */
export const quarantineReasons = {
  'malformed-json': 'The payload is not JSON.',
  'payload-too-large': 'The payload is larger than an observation set can be.',
  'unsupported-format': 'This format is not read yet.',
  'invalid-message': 'The message does not have the shape of an observation set.',
  'unknown-code': 'No observation has this code.',
  'wrong-unit': 'The unit is not one that this observation is measured in.',
  'invalid-value': 'The value is not of the kind this observation has.',
  'implausible-value': 'No living person has this value.',
  'device-sentinel': 'By this value the device says that it could not measure.',
  'inconsistent-pressure': 'The diastolic pressure is not below the systolic.',
  'repeated-code': 'The same observation stands twice in one set for the same moment.',
  'time-in-future': 'The reading says it was taken later than now.',
  'clock-uncertain': 'The clock of the device is corrected, and the reading fits neither the correction nor the time.',
  'time-too-old': 'The reading was taken too long ago to be accepted.',
  'unknown-device': 'No device with this id is registered.',
  'foreign-device': 'The device belongs to another gateway.',
  'device-not-issued': 'No patient had this device when the reading was taken.',
  'topic-not-allowed': 'A gateway may only publish for devices below its own id.',
  'gateway-not-admitted': 'No gateway with this id is registered, or its credential was withdrawn.',
  'message-id-reused': 'This device has used the message id before, for something else.',
  'gateway-volume-used-up': 'Its gateway has sent as much as is taken of one gateway in a day.',
} as const;

export type QuarantineReasonCode = keyof typeof quarantineReasons;

// Object.keys forgets the type of the keys just above.
export const quarantineReasonCodes = Object.keys(quarantineReasons) as readonly QuarantineReasonCode[] as readonly [
  QuarantineReasonCode,
  ...QuarantineReasonCode[],
];

export const QuarantineReason = z.object({
  code: z.enum(quarantineReasonCodes),
  /** Where in the payload, for example `readings.2.unit`; empty when the whole message is meant. */
  path: z.string(),
  /** What was found there and what was expected. */
  message: z.string(),
});
export type QuarantineReason = z.infer<typeof QuarantineReason>;

/** Topic `quarantine`, keyed by device: a message, or the bad readings of one, kept aside with the reason. */
export const Quarantined = z.object({
  /** Follows from device and message id, and from the content, so that a repeat is kept once. */
  id: EventId,
  gatewayId: GatewayId,
  /** As named by the topic; it may not exist. */
  deviceId: z.string(),
  messageId: MessageId.optional(),
  /** Where the device was issued at the time. */
  patientId: PatientId.optional(),
  receivedAt: Instant,
  /** Where it came in: the MQTT topic or the HTTP path. */
  arrivedBy: z.string(),
  reasons: z.array(QuarantineReason).min(1),
  /** The payload as text, cut off where it is longer than is kept. */
  payload: z.string(),
  payloadBytes: z.number().int().nonnegative(),
  /** SHA-256 of the whole payload in hex, where it was cut off. */
  payloadSha256: z.string().optional(),
  /** How often the same message has come so far, at least; 1 where it is left out. Published again each time it doubles. */
  timesReceived: z.number().int().positive().optional(),
  /**
   * How far the newest time in it was ahead of its arrival, in whole seconds, negative where behind: of a message with readings
   * that were refused for their time.
   */
  aheadSeconds: z.number().int().optional(),
});
export type Quarantined = z.infer<typeof Quarantined>;
