import {
  type Instant,
  offsetInWords,
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
  /** By how many seconds its clock is ahead, steadily and so that it can be corrected; null where it is not. */
  readonly aheadSeconds: number | null;
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

/** The same from one look to the next, however much is refused meanwhile, but for the clock once it is known to be ahead. */
export function refusedWords({ deviceId, firstAt, firstReason, aheadSeconds }: DeviceRefusals): string {
  const refused = `Nothing that the device ${deviceId} sent since ${timeInWords(firstAt, firstAt)} has been taken: ${quarantineReasons[firstReason]}`;
  if (aheadSeconds === null) return refused;
  return `${refused} ${saysHowFar} ${offsetInWords(aheadSeconds)} ahead: on the page of the device its times can be corrected from now on.`;
}

const saysHowFar = 'Its clock is steadily';

/** Whether words about a device that is refused say already how far its clock is ahead, or there is nothing to say of it. */
export function saysOfClock(words: string, { aheadSeconds }: Pick<DeviceRefusals, 'aheadSeconds'>): boolean {
  return aheadSeconds === null || words.includes(saysHowFar);
}
