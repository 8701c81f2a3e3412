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
import type { Known, KnownReading } from './known-reading.ts';

/** One reading as JSON: `[code, id, value, takenAtMs, countsFromMs, nextWithinMinutes, poor, deviceId, quality]`, and of a doubt its cause. */
type ReadingJson = readonly [
  code: ObservationCode,
  id: string,
  value: ObservationValue,
  takenAtMs: number,
  afterMs: number,
  nextWithinMinutes: number | null,
  poor: 0 | 1,
  deviceId: string | null,
  quality: SignalQuality | null,
  doubt?: DoubtCause,
];

/** What is known, as short JSON: it is stored with every entry. */
export type KnownJson = readonly (readonly [
  newest: ReadingJson,
  standIn: ReadingJson | null,
  repeats: ReadingJson | null,
  unmeasuredSinceMs?: number,
])[];

export function knownToJson(known: Known): KnownJson {
  return [...known.values()].map(({ newest, standIn, repeats, unmeasuredSinceMs }) => [
    toJson(newest),
    standIn === null ? null : toJson(standIn),
    repeats === null ? null : toJson(repeats),
    ...(unmeasuredSinceMs === null ? ([] as const) : ([unmeasuredSinceMs] as const)),
  ]);
}

export function knownFromJson(json: KnownJson): Known {
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

function toJson(reading: KnownReading): ReadingJson {
  const { code, observationId, value, takenAtMs, countsFromMs, nextWithinMinutes, poor, deviceId, quality, doubt } =
    reading;
  return [
    code,
    observationId,
    value,
    takenAtMs,
    countsFromMs - takenAtMs,
    nextWithinMinutes,
    poor ? 1 : 0,
    deviceId ?? null,
    quality ?? null,
    ...(doubt === undefined ? ([] as const) : ([doubt] as const)),
  ];
}

function fromJson(json: ReadingJson, inWords: Map<number, Instant>): KnownReading {
  const [code, id, value, takenAtMs, afterMs, nextWithinMinutes, poor, deviceId, quality, doubt] = json;
  const takenAt = inWords.get(takenAtMs) ?? instant(takenAtMs);
  inWords.set(takenAtMs, takenAt);
  return {
    // An id when it was written.
    observationId: id as ObservationId,
    // Likewise.
    ...(deviceId === null ? {} : { deviceId: deviceId as DeviceId }),
    ...(quality === null ? {} : { quality }),
    ...(doubt === undefined ? {} : { doubt }),
    code,
    value,
    takenAt,
    takenAtMs,
    poor: poor === 1,
    countsFromMs: takenAtMs + afterMs,
    nextWithinMinutes,
  };
}
