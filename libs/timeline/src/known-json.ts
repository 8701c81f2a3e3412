import type { ObservationCode } from '#libs/clinical';
import {
  type DeviceId,
  type DoubtCause,
  instant,
  type Instant,
  type ObservationId,
  type ObservationValue,
  type SignalQuality,
} from '#libs/contracts';
import type { Known, KnownReading, ReadingBeside } from './known-reading.ts';
import type { TakenReading } from './reading.ts';
import { type ShortKnown, shortKnown, takenIn, wholeKnown } from './short-known.ts';

const noneBeside: readonly ReadingBeside[] = [];

/** One reading as JSON. Times but `takenAtMs` are counted from that; what there is none of is null. A doubt has its cause. */
type ReadingJson = readonly [
  code: ObservationCode,
  id: string,
  value: ObservationValue,
  takenAtMs: number,
  afterMs: number,
  poor: 0 | 1,
  deviceId: string | null,
  quality: SignalQuality | null,
  receivedAfterMs: number,
  askedEveryMinutes: number | null,
  askedAfterMs: number | null,
  countsForMs: number | null,
  beside: readonly ReadingBeside[] | null,
  doubt?: DoubtCause | null,
  correctedBy?: number,
];

/** What is known as it was stored before it was stored short. */
type LongKnown = readonly (readonly [
  newest: ReadingJson,
  standIn: ReadingJson | null,
  repeats: ReadingJson | null,
  unmeasuredSinceMs?: number,
])[];

/** What is known, as it is stored. */
export type KnownJson = ShortKnown | LongKnown;

export function knownToJson(known: Known): KnownJson {
  return shortKnown(known);
}

export function knownFromJson(json: KnownJson): Known {
  return isShort(json) ? wholeKnown(json) : fromLong(json);
}

/** What was taken at a time, where that is among what is the newest known. */
export function takenFromJson(json: KnownJson, atMs: number): readonly TakenReading[] {
  if (isShort(json)) return takenIn(json, atMs);
  return [...fromLong(json.filter(([newest]) => newest[3] === atMs)).values()].map(({ newest }) => newest);
}

/** The short form begins with what readings have in common, the long one with a reading, which begins with its code. */
function isShort(json: KnownJson): json is ShortKnown {
  const parts: readonly (readonly unknown[])[] = json;
  const [first] = parts;
  if (first === undefined) return false;
  const [beginning] = first;
  return !(Array.isArray(beginning) && typeof beginning[0] === 'string');
}

function fromLong(json: LongKnown): Known {
  // Most readings of an entry were taken together: their time is put into words once.
  const inWords = new Map<number, Instant>();
  return new Map(
    json.map(([newest, standIn, repeats, unmeasuredSinceMs = null]) => {
      const reading = fromJson(newest, inWords);
      const rest = { standIn: standIn && fromJson(standIn, inWords), repeats: repeats && fromJson(repeats, inWords) };
      return [reading.code, { newest: reading, ...rest, unmeasuredSinceMs }] as const;
    }),
  );
}

function fromJson(json: ReadingJson, inWords: Map<number, Instant>): KnownReading {
  const [code, id, value, takenAtMs, afterMs, poor, deviceId, quality, ...later] = json;
  const [receivedAfterMs, everyMinutes, askedAfterMs, countsForMs, beside, doubt, correctedBy] = later;
  const takenAt = inWords.get(takenAtMs) ?? instant(takenAtMs);
  inWords.set(takenAtMs, takenAt);
  return {
    // An id when it was written.
    observationId: id as ObservationId,
    // Likewise.
    ...(deviceId === null ? {} : { deviceId: deviceId as DeviceId }),
    ...(quality === null ? {} : { quality }),
    ...(doubt === undefined || doubt === null ? {} : { doubt }),
    ...(correctedBy === undefined ? {} : { correctedBy }),
    code,
    value,
    takenAt,
    takenAtMs,
    poor: poor === 1,
    countsFromMs: takenAtMs + afterMs,
    receivedAtMs: takenAtMs + receivedAfterMs,
    asked: everyMinutes === null ? null : { everyMinutes, fromMs: takenAtMs + (askedAfterMs ?? 0) },
    countsUntilMs: countsForMs === null ? Infinity : takenAtMs + countsForMs,
    beside: beside ?? noneBeside,
  };
}
