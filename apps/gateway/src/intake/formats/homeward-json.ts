import { hash } from 'node:crypto';
import { checkReading, inconsistentPressures, isEventCode, isObservationCode, observationKinds } from '#libs/clinical';
import {
  type Instant,
  instant,
  MessageId,
  type DroppedMember,
  parseObservationMessage,
  parseReading,
  type QuarantineReason,
  type QuarantineReasonCode,
  type Reading,
  type ReceiptNote,
} from '#libs/contracts';
import { type z } from 'zod';
import type {
  DecodedMessage,
  DecodedReading,
  DecodeLimits,
  RefusedReading,
  UnreadableMessage,
} from './decoded-message.ts';

/**
 * Reads Homeward's own JSON: bytes become something the gateway trusts here and nowhere else. Never throws. Each
 * reading is checked alone and ends either in `readings` or, with its reason, in `faults`.
 */
export function decodeHomewardJson(
  payload: Buffer,
  limits: DecodeLimits,
  receivedAt: Instant,
): DecodedMessage | UnreadableMessage {
  let body: unknown;
  try {
    body = JSON.parse(payload.toString('utf8'));
  } catch (error) {
    return unreadable(null, [reason('malformed-json', '', `Found no JSON: ${reasonOf(error)}.`)]);
  }
  const parsed = parseObservationMessage(body);
  if (!parsed.ok) return unreadable(messageIdIn(body), messageFaults(parsed.error));
  const { messageId, source, readings } = parsed.message;
  const takenAt = Date.parse(parsed.message.takenAt);
  const digest = digestOfContent([takenAt, source, readings]);
  if (digest === undefined) {
    return unreadable(messageId, [reason('invalid-message', 'readings', 'Found readings nested too deeply.')]);
  }
  const faults: QuarantineReason[] = [];
  const decoded: DecodedReading[] = [];
  const refused: RefusedReading[] = [];
  const notes = parsed.dropped.map((dropped) => noteOf(dropped, ''));
  const times = new ReadingTimes(takenAt, Date.parse(receivedAt), limits);
  for (const [index, reading] of readings.entries()) {
    const { result, dropped, refused: refusedValue } = decodeReading(reading, index, times);
    if ('message' in result) faults.push(result);
    else decoded.push(result);
    if (refusedValue !== undefined) refused.push(refusedValue);
    for (const one of dropped) notes.push(noteOf(one, `readings.${String(index)}.`));
  }
  const kept = withoutContradictions(decoded, faults);
  const { ofMessage, newest } = times;
  const said = { messageId, source, takenAt: ofMessage, newestTakenAt: newest, digest };
  return { ok: true, ...said, readings: kept, faults, refused, notes };
}

/** The digest of a message's content; undefined if it is nested more deeply than can be written down. */
function digestOfContent(content: readonly unknown[]): string | undefined {
  try {
    return hash('sha256', JSON.stringify(content), 'hex').slice(0, 32);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A reading, or why it cannot be used; and what of it was left out. */
interface ReadingResult {
  readonly result: DecodedReading | QuarantineReason;
  readonly dropped: readonly DroppedMember[];
  /** Present where it was refused for its value alone. */
  readonly refused?: RefusedReading;
}

function decodeReading(sent: unknown, index: number, times: ReadingTimes): ReadingResult {
  const parsed = parseReading(sent);
  if (!parsed.ok) return { result: readingFault(`readings.${String(index)}`, parsed.error), dropped: [] };
  times.see(parsed.reading.takenAt);
  const reading = times.ofEventAhead(parsed.reading);
  const dropped = reading === parsed.reading ? parsed.dropped : [...parsed.dropped, times.aheadWords];
  const result = checkedReading(reading, index, times);
  const refused = 'message' in result ? refusedReading(reading, index, times) : undefined;
  return { result, dropped, ...(refused !== undefined && { refused }) };
}

/** Undefined where it was refused for anything else: then it says nothing, or not when. */
function refusedReading(reading: Reading, index: number, times: ReadingTimes): RefusedReading | undefined {
  const { code, value, unit, takenAt } = reading;
  const checked = checkReading({ code, value, unit });
  const isOfValue = !checked.ok && (checked.fault === 'implausible-value' || checked.fault === 'invalid-value');
  if (!isOfValue || !isObservationCode(code) || times.fault(takenAt, '') !== undefined) return undefined;
  return { index, code, value, ...(unit !== undefined && { unit }), takenAt: times.of(takenAt) };
}

function checkedReading(
  { code, value, unit, quality, qualifiers, takenAt }: Reading,
  index: number,
  times: ReadingTimes,
): DecodedReading | QuarantineReason {
  const path = `readings.${String(index)}`;
  if (typeof value === 'string' && !isPlainText(value)) {
    return reason(
      'invalid-value',
      `${path}.value`,
      'Found control characters or broken characters; expected plain text.',
    );
  }
  const checked = checkReading({ code, value, unit });
  if (!checked.ok) {
    return reason(checked.fault, `${path}.${fieldOfFault[checked.fault]}`, checked.message);
  }
  const fault = times.fault(takenAt, path);
  if (fault !== undefined) return fault;
  return {
    index,
    code: checked.code,
    value: checked.value,
    ...(checked.unit !== undefined && { unit: checked.unit }),
    takenAt: times.of(takenAt),
    ...(quality !== undefined && { quality }),
    ...(qualifiers !== undefined && { qualifiers }),
  };
}

const fieldOfFault = {
  'unknown-code': 'code',
  'wrong-unit': 'unit',
  'invalid-value': 'value',
  'implausible-value': 'value',
} as const;

/** What the shape of a reading is refused for, by the member at fault. */
const codeOfMember: Readonly<Record<string, QuarantineReasonCode>> = {
  code: 'unknown-code',
  unit: 'wrong-unit',
  value: 'invalid-value',
};

function readingFault(path: string, error: z.ZodError): QuarantineReason {
  const [issue] = error.issues;
  const member = issue?.path[0];
  const code = (typeof member === 'string' ? codeOfMember[member] : undefined) ?? 'invalid-message';
  return reason(code, [path, ...(issue?.path ?? [])].join('.'), `${issue?.message ?? 'Not a reading'}.`);
}

/** When the readings of one message were taken, and whether that can be. Most have the message's own time. */
class ReadingTimes {
  readonly ofMessage: Instant;
  readonly #received: Instant;
  readonly #latest: number;
  readonly #earliest: number;
  readonly #faultOfMessage: QuarantineReason | undefined;
  #newestMs = -Infinity;

  constructor(takenAt: number, receivedAt: number, limits: DecodeLimits) {
    this.#received = instant(receivedAt);
    this.#latest = receivedAt + limits.aheadMs;
    this.#earliest = receivedAt - limits.oldestMs;
    this.ofMessage = instant(takenAt);
    this.#faultOfMessage = this.#faultAt(takenAt, 'takenAt');
  }

  /** The newest time of the readings seen so far; that of the message where there was none. */
  get newest(): Instant {
    return this.#newestMs === -Infinity ? this.ofMessage : instant(this.#newestMs);
  }

  /** @param own the time of one more reading, as it was sent; undefined where it has the message's. */
  see(own: string | undefined): void {
    this.#newestMs = Math.max(this.#newestMs, Date.parse(own ?? this.ofMessage));
  }

  /** @param own the reading's own time, as it was sent; undefined where it has the message's. */
  of(own: string | undefined): Instant {
    return own === undefined ? this.ofMessage : instant(Date.parse(own));
  }

  /**
   * An event whose time has not come yet is taken to have happened when it was received: a call for help is not refused for
   * a clock that is ahead. Anything else is left as it is.
   */
  ofEventAhead(reading: Reading): Reading {
    if (!isEventCode(reading.code) || this.fault(reading.takenAt, '')?.code !== 'time-in-future') return reading;
    return { ...reading, takenAt: this.#received };
  }

  get aheadWords(): DroppedMember {
    return {
      path: 'takenAt',
      message: `Found a time to come; the event is taken to have happened at ${this.#received}.`,
    };
  }

  fault(own: string | undefined, path: string): QuarantineReason | undefined {
    return own === undefined ? this.#faultOfMessage : this.#faultAt(Date.parse(own), `${path}.takenAt`);
  }

  #faultAt(takenAt: number, path: string): QuarantineReason | undefined {
    if (takenAt > this.#latest) {
      const message = `Found ${instant(takenAt)}; expected no later than ${instant(this.#latest)}.`;
      return reason('time-in-future', path, message);
    }
    if (takenAt < this.#earliest) {
      return reason('time-too-old', path, `Found ${instant(takenAt)}; expected ${instant(this.#earliest)} or later.`);
    }
    return undefined;
  }
}

/**
 * The readings that do not contradict an earlier one of the same time; for the others, adds a reason. Answers in a
 * person's own words may stand beside each other.
 */
function withoutContradictions(
  readings: readonly DecodedReading[],
  faults: QuarantineReason[],
): readonly DecodedReading[] {
  const refused = new Set<DecodedReading>();
  const first = new Map<string, DecodedReading>();
  for (const reading of readings) {
    if (observationKinds[reading.code].form === 'answer') continue;
    const codeAndTime = `${reading.code} ${reading.takenAt}`;
    const earlier = first.get(codeAndTime);
    if (earlier === undefined) {
      first.set(codeAndTime, reading);
      continue;
    }
    refused.add(reading);
    const message = `Found ${reading.code} again for ${reading.takenAt}; readings.${String(earlier.index)} has it already.`;
    faults.push(reason('repeated-code', `readings.${String(reading.index)}`, message));
  }
  for (const { diastolic, message } of inconsistentPressures(readings.filter((reading) => !refused.has(reading)))) {
    refused.add(diastolic);
    faults.push(reason('inconsistent-pressure', `readings.${String(diastolic.index)}.value`, message));
  }
  return refused.size === 0 ? readings : readings.filter((reading) => !refused.has(reading));
}

function messageFaults(error: z.ZodError): QuarantineReason[] {
  return error.issues.map((issue) => reason('invalid-message', issue.path.join('.'), `${issue.message}.`));
}

/** The message's id even where the rest is unusable, so that the receipt can name it; null if there is none. */
function messageIdIn(body: unknown): MessageId | null {
  if (typeof body !== 'object' || body === null || !('messageId' in body)) return null;
  return MessageId.safeParse(body.messageId).data ?? null;
}

/** A message of which nothing can be used. */
export function unreadable(messageId: MessageId | null, reasons: readonly QuarantineReason[]): UnreadableMessage {
  return { ok: false, messageId, reasons };
}

function reason(code: QuarantineReasonCode, path: string, message: string): QuarantineReason {
  return { code, path, message };
}

function noteOf({ path, message }: DroppedMember, of: string): ReceiptNote {
  return { code: 'member-dropped', path: `${of}${path}`, message };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Text that every store can keep and every reader can read: line breaks and tabs, but no other control characters. */
function isPlainText(text: string): boolean {
  return text.isWellFormed() && !/[^\P{Cc}\n\r\t]/u.test(text);
}
