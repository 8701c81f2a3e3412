import { isEventCode } from '#libs/clinical';
import { type ClockCorrection, clockToleranceSeconds, instant, type QuarantineReason } from '#libs/contracts';
import type { Arrival } from './arrival.ts';
import { type ArrivalContent, readArrival } from './arrival-content.ts';
import type { DecodedMessage, DecodedReading, DecodeLimits } from './formats/decoded-message.ts';

/**
 * The content of an arrival once a person has said that the clock of its device is ahead. What is of now by that clock is put
 * back. What is of now by ours stays as it is: the clock has been set. Of anything else it cannot be known when it was taken, and
 * it is refused, but for events, which count from their arrival.
 *
 * @param content as it was read before anything was known of the device.
 */
export function contentByClock(
  arrival: Arrival,
  content: ArrivalContent,
  { correction, limits }: { readonly correction: ClockCorrection | null; readonly limits: DecodeLimits },
): ArrivalContent {
  if (correction === null || content.kind !== 'observations' || arrival.receivedAt < correction.from) return content;
  const { aheadSeconds } = correction;
  const ahead = aheadSecondsOf(content.message, arrival);
  if (isSameTime(ahead, 0)) return content;
  if (!isSameTime(ahead, aheadSeconds)) return { ...content, message: withoutTimes(content.message, ahead) };
  const byItsClock = { ...arrival, receivedAt: instant(Date.parse(arrival.receivedAt) + aheadSeconds * 1000) };
  const read = readArrival(byItsClock, limits);
  return read.kind === 'observations' ? { ...read, message: putBack(read.message, aheadSeconds) } : read;
}

/** By how many seconds the newest time in a message is ahead of its arrival; negative where it is behind. */
export function aheadSecondsOf(
  { newestTakenAt }: Pick<DecodedMessage, 'newestTakenAt'>,
  { receivedAt }: Pick<Arrival, 'receivedAt'>,
): number {
  return Math.round((Date.parse(newestTakenAt) - Date.parse(receivedAt)) / 1000);
}

const isSameTime = (seconds: number, other: number): boolean => Math.abs(seconds - other) <= clockToleranceSeconds;

function putBack(message: DecodedMessage, bySeconds: number): DecodedMessage {
  const earlier = <Timed extends { readonly takenAt: DecodedReading['takenAt'] }>(timed: Timed): Timed => ({
    ...timed,
    takenAt: instant(Date.parse(timed.takenAt) - bySeconds * 1000),
  });
  const note = `The clock of the device is known to be ${String(bySeconds)} s ahead; its times are put back by that.`;
  return {
    ...earlier(message),
    readings: message.readings.map((reading) => ({ ...earlier(reading), correctedBy: bySeconds })),
    refused: message.refused.map(earlier),
    notes: [...message.notes, { code: 'clock-corrected', path: 'takenAt', message: note }],
  };
}

/** Without the readings, whose times cannot be known; those that were refused for more have that reason already. */
function withoutTimes(message: DecodedMessage, aheadSeconds: number): DecodedMessage {
  const isKept = ({ code }: DecodedReading): boolean => isEventCode(code);
  const uncertain = message.readings.filter((reading) => !isKept(reading));
  return {
    ...message,
    readings: message.readings.filter(isKept),
    faults: [...message.faults, ...uncertain.map(({ index }) => uncertainReason(index, aheadSeconds))],
  };
}

function uncertainReason(index: number, aheadSeconds: number): QuarantineReason {
  const message = `Found a newest time that is ${String(aheadSeconds)} s from that of its arrival; expected the one or the other time that the clock may have.`;
  return { code: 'clock-uncertain', path: `readings.${String(index)}.takenAt`, message };
}
