import {
  type Instant,
  type PatientId,
  type QuarantineReasonCode,
  quarantineReasons,
  timeInWords,
} from '#libs/contracts';

/** What has been refused of a device since something of it was last taken. */
export interface DeviceRefusals {
  readonly deviceId: string;
  /** Who has it now; null where no patient does. */
  readonly patientId: PatientId | null;
  readonly messages: number;
  readonly firstAt: Instant;
  /** Why the first of them was refused. */
  readonly firstReason: QuarantineReasonCode;
}

/** So many refusals in a row are no chance. */
const refusalsInARow = 3;
/** A device that measures twice a day does not send three messages within minutes: one may not stand unanswered for longer. */
const standsForMs = 10 * 60_000;

/**
 * Whether a device is being refused: several times in a row, or, where a patient has it, once and nothing of it has been
 * taken for ten minutes since.
 */
export function isBeingRefused({ patientId, messages, firstAt }: DeviceRefusals, now: Date): boolean {
  if (messages >= refusalsInARow) return true;
  return patientId !== null && messages > 0 && now.getTime() - Date.parse(firstAt) >= standsForMs;
}

/** The same from one look to the next, however much is refused meanwhile. */
export function refusedWords({ deviceId, firstAt, firstReason }: DeviceRefusals): string {
  return `Nothing that the device ${deviceId} sent since ${timeInWords(firstAt, firstAt)} has been taken: ${quarantineReasons[firstReason]}`;
}
