import { observationCodes } from '#libs/clinical';
import { z } from 'zod';
import { canaryDeviceId } from '../canary/canary.ts';
import { ClockCorrection, DeviceHolding, DeviceKind, DeviceStatus } from '../events/monitoring.ts';
import { ObservationValue } from '../events/observation.ts';
import { Quarantined } from '../events/quarantine.ts';
import { DeviceId, GatewayId, PatientId, WardId } from '../ids.ts';
import { Instant, InstantWithOffset } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';
import { PageQuery } from './page.ts';

export const NewGateway = z.object({ name: z.string().trim().min(1).max(200) });
export type NewGateway = z.infer<typeof NewGateway>;

export const Gateway = z.object({
  id: GatewayId,
  name: z.string(),
  registeredAt: Instant,
  disabledAt: Instant.nullable(),
  /** Registered behind it. */
  devices: z.number().int().min(0),
  /** When the newest status or reading of a device behind it came in; null where nothing ever did. */
  lastHeardAt: Instant.nullable(),
  /** Messages that were quarantined in the last 24 hours, each once however often it came. */
  quarantinedLastDay: z.number().int().min(0),
  /** When it was last refused in the last 24 hours because it sent more than is taken in a day; null: it was not. */
  volumeRefusedAt: Instant.nullable(),
});
export type Gateway = z.infer<typeof Gateway>;

/** A patient by name, for those who may view patients. */
export const NamedPatient = z.object({ patientId: PatientId, givenName: z.string(), familyName: z.string() });
export type NamedPatient = z.infer<typeof NamedPatient>;

/** The answer to a registration, and the only time the secret is shown. */
export const GatewayCredential = Gateway.extend({ gatewayId: GatewayId, secret: z.string() });
export type GatewayCredential = z.infer<typeof GatewayCredential>;

/** `POST /gateways/{id}/withdraw`: its credential is good for nothing from now on. */
export const WithdrawGateway = z.object({ reason: z.string().trim().min(1).max(1000) });
export type WithdrawGateway = z.infer<typeof WithdrawGateway>;

export const NewDevice = z.object({
  deviceId: DeviceId.refine((id) => id !== canaryDeviceId, 'This id is reserved for checking that alerts arrive'),
  gatewayId: GatewayId,
  kind: DeviceKind,
});
export type NewDevice = z.infer<typeof NewDevice>;

/** `POST /devices/{id}/correct-clock`: what it says is of now is put back from now on by how far its clock is ahead. */
export const CorrectClock = z.object({
  /** As the device was shown to have it. */
  aheadSeconds: z.number().int().min(1),
  reason: z.string().trim().min(1).max(1000),
});
export type CorrectClock = z.infer<typeof CorrectClock>;

/** `POST /devices/{id}/trust-clock`: its times count as it says them from now on. */
export const TrustClock = z.object({ reason: z.string().trim().min(1).max(1000) });
export type TrustClock = z.infer<typeof TrustClock>;

export const Device = z.object({
  id: DeviceId,
  deviceId: DeviceId,
  gatewayId: GatewayId,
  kind: DeviceKind,
  /** Who has it now. */
  patientId: PatientId.nullable(),
  holdings: z.array(DeviceHolding),
  status: DeviceStatus.omit({ deviceId: true, gatewayId: true }).nullable(),
  /** When its newest status came in, or a reading of who has it that was taken in the last seven days; null: nothing did. */
  lastHeardAt: Instant.nullable(),
  /** Who has it now, by name; left out for a person who may not view patients, and in the answer to a command. */
  holder: NamedPatient.nullable().optional(),
  /** Everyone who has or had it, by name: of one device alone, and left out where `holder` is. */
  holders: z.array(NamedPatient).optional(),
  registeredAt: Instant,
  /** For as long as the patient who has it now has it, or until its clock changes. Null where its times count as it says them. */
  clockCorrection: ClockCorrection.extend({ decidedBy: PersonReference, reason: z.string() }).nullable(),
  /**
   * By how many seconds its clock is ahead, where what was refused of it last shows that steadily and it can be corrected; of one
   * device alone.
   */
  clockAheadSeconds: z.number().int().nullable().optional(),
});
export type Device = z.infer<typeof Device>;

/** A device as a person sees it who may not view patients: when it was with a patient, but not with whom. */
export const DeviceWithoutPatients = Device.omit({
  patientId: true,
  holder: true,
  holders: true,
  clockCorrection: true,
}).extend({
  withheld: z.literal(true),
  holdings: z.array(DeviceHolding.omit({ patientId: true })),
});
export type DeviceWithoutPatients = z.infer<typeof DeviceWithoutPatients>;

/** What `/devices` answers: patients only to those who may view them. */
export const ShownDevice = z.union([Device, DeviceWithoutPatients]);
export type ShownDevice = z.infer<typeof ShownDevice>;

export const IssueDevice = z.object({
  patientId: PatientId,
  /** When the patient got it, where that was before now: it is often recorded later. Needs a reason. */
  issuedAt: InstantWithOffset.optional(),
  /** Why it is back-dated. */
  reason: z.string().trim().min(1).max(1000).optional(),
});
export type IssueDevice = z.infer<typeof IssueDevice>;

/**
 * `not-heard-from`: a patient has it, and nothing has been heard of it for 24 h. `low-battery`: below 20 % when it last said.
 */
export const DeviceState = z.enum(['in-stock', 'issued', 'not-heard-from', 'low-battery']);
export type DeviceState = z.infer<typeof DeviceState>;

export const DeviceQuery = PageQuery.extend({
  gatewayId: GatewayId.optional(),
  /** Only what this patient has now. */
  patientId: PatientId.optional(),
  kind: DeviceKind.optional(),
  state: DeviceState.optional(),
});
export type DeviceQuery = z.infer<typeof DeviceQuery>;

/** What was kept aside, and what a clinician has let out of it since. */
export const QuarantinedEntry = Quarantined.extend({
  /** The payload, the patient, free text and values are left out, since the person may not view patients. */
  withheld: z.boolean(),
  /** Whose it is, by name, where that is known; left out for a person who may not view patients. */
  patient: NamedPatient.nullable().optional(),
  /** By their place in the payload: `readings.2`. */
  released: z.array(z.object({ path: z.string(), by: PersonReference, at: Instant, reason: z.string() })),
  /** Readings that may be released: of a known patient, and kept aside for their value alone. */
  releasable: z.array(
    z.object({
      path: z.string(),
      code: z.enum(observationCodes),
      value: ObservationValue,
      unit: z.string().nullable(),
    }),
  ),
});
export type QuarantinedEntry = z.infer<typeof QuarantinedEntry>;

/** `POST /quarantine/{id}/release`: a clinician says that a reading is true; it is charted and scored. */
export const ReleaseReading = z.object({
  /** Its place in the payload, as the entry names it: `readings.2`. */
  path: z.string().min(1),
  reason: z.string().trim().min(1).max(1000),
});
export type ReleaseReading = z.infer<typeof ReleaseReading>;

export const QuarantineQuery = PageQuery.extend({
  /** As the message named it: it need not exist. */
  deviceId: z.string().min(1).optional(),
  gatewayId: GatewayId.optional(),
  patientId: PatientId.optional(),
  /** Of the patients who are on this ward now. */
  wardId: WardId.optional(),
  /** Whether anything of it was released. */
  released: z.enum(['yes', 'no']).optional(),
});
export type QuarantineQuery = z.infer<typeof QuarantineQuery>;
