import { parse, v5 } from 'uuid';
import { z } from 'zod';

/**
 * Identifiers are branded, so that a ward's id cannot be handed over where a patient's is meant; and in lower case, as
 * Postgres gives them back, so that one id is one text wherever it came from.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- a brand exists only as a type.
const uuidOf = <Name extends string>() => z.uuid().toLowerCase().brand<Name>();

export const PatientId = uuidOf<'PatientId'>();
export type PatientId = z.infer<typeof PatientId>;
export const WardId = uuidOf<'WardId'>();
export type WardId = z.infer<typeof WardId>;
export const StayId = uuidOf<'StayId'>();
export type StayId = z.infer<typeof StayId>;
export const ReferralId = uuidOf<'ReferralId'>();
export type ReferralId = z.infer<typeof ReferralId>;
export const ClosureId = uuidOf<'ClosureId'>();
export type ClosureId = z.infer<typeof ClosureId>;
export const MergeId = uuidOf<'MergeId'>();
export type MergeId = z.infer<typeof MergeId>;
export const AlertId = uuidOf<'AlertId'>();
export type AlertId = z.infer<typeof AlertId>;
export const ScoreId = uuidOf<'ScoreId'>();
export type ScoreId = z.infer<typeof ScoreId>;
export const ObservationId = uuidOf<'ObservationId'>();
export type ObservationId = z.infer<typeof ObservationId>;
export const TaskId = uuidOf<'TaskId'>();
export type TaskId = z.infer<typeof TaskId>;
export const ThresholdId = uuidOf<'ThresholdId'>();
export type ThresholdId = z.infer<typeof ThresholdId>;
export const PauseId = uuidOf<'PauseId'>();
export type PauseId = z.infer<typeof PauseId>;
export const ContactId = uuidOf<'ContactId'>();
export type ContactId = z.infer<typeof ContactId>;
export const NoteId = uuidOf<'NoteId'>();
export type NoteId = z.infer<typeof NoteId>;
export const TeamId = uuidOf<'TeamId'>();
export type TeamId = z.infer<typeof TeamId>;
export const RotaId = uuidOf<'RotaId'>();
export type RotaId = z.infer<typeof RotaId>;
export const RotaOverrideId = uuidOf<'RotaOverrideId'>();
export type RotaOverrideId = z.infer<typeof RotaOverrideId>;
export const EscalationPolicyId = uuidOf<'EscalationPolicyId'>();
export type EscalationPolicyId = z.infer<typeof EscalationPolicyId>;
export const NotificationId = uuidOf<'NotificationId'>();
export type NotificationId = z.infer<typeof NotificationId>;
/** One event on the log. */
export const EventId = uuidOf<'EventId'>();
export type EventId = z.infer<typeof EventId>;

/** What may stand in one level of an MQTT topic and in a path of a URL without escaping. */
const topicLevel = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/, '1 to 64 letters, digits, dots, colons, hyphens or underscores');

/** Chosen by the person who registers the device, often its serial number. */
export const DeviceId = topicLevel.brand<'DeviceId'>();
export type DeviceId = z.infer<typeof DeviceId>;
/** Given by Homeward at registration; also the gateway's MQTT user name. */
export const GatewayId = topicLevel.brand<'GatewayId'>();
export type GatewayId = z.infer<typeof GatewayId>;
/** Chosen by the device: unique for that device, for ever. A repeat means the same message again. */
export const MessageId = z
  .string()
  .regex(/^[^\p{C}]{1,128}$/u, '1 to 128 characters, none of them a control character')
  .brand<'MessageId'>();
export type MessageId = z.infer<typeof MessageId>;

/** The namespace of every id that Homeward derives; changing it would make all of history new. */
const homewardNamespace = 'b9f6a5c2-7f0e-5d0b-9a51-6d0f6c3f2e11';

/**
 * The id that follows from its causes: the same causes always give the same UUIDv5, so work done twice writes one
 * thing once.
 *
 * @param kind what is being named, for example `score`, so that two kinds with equal causes differ.
 * @param causes in a fixed order; none may contain a line feed.
 */
export function derivedId(kind: string, ...causes: readonly string[]): string {
  const name = [kind, ...causes].join('\n');
  return nodeHash === undefined ? v5(name, homewardNamespace) : hashedWithNode(name, nodeHash);
}

/** As much of Node's crypto as is used here. */
type Hash = (algorithm: 'sha1', bytes: Uint8Array, encoding: 'hex') => string;

// A service derives tens of thousands of ids a second, and this is eight times as fast as `v5`. Not an import, because
// these contracts also run in a browser, which has neither `process` nor a hash that answers at once.
const { process } = globalThis as { process?: { getBuiltinModule?: (id: string) => { hash?: Hash } | undefined } };
const nodeHash = process?.getBuiltinModule?.('node:crypto')?.hash;

const namespaceBytes = parse(homewardNamespace);
const utf8 = new TextEncoder();

/** The same UUIDv5 as `v5` makes. */
function hashedWithNode(name: string, hash: Hash): string {
  const bytes = new Uint8Array(namespaceBytes.length + name.length * 3);
  bytes.set(namespaceBytes);
  const { written } = utf8.encodeInto(name, bytes.subarray(namespaceBytes.length));
  const hex = hash('sha1', bytes.subarray(0, namespaceBytes.length + written), 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
