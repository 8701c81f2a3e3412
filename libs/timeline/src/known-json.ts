import type { ObservationCode } from '#libs/clinical';
import {
  type DeviceId,
  instant,
  type Instant,
  type ObservationId,
  type ObservationValue,
  type SignalQuality,
} from '#libs/contracts';
import type { Known, KnownReading, ReadingBeside } from './known-reading.ts';

const noneBeside: readonly ReadingBeside[] = [];

/** One reading as JSON. Times but `takenAtMs` are counted from that; what there is none of is null. */
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
];

/** What is known, as short JSON: it is stored with every entry. */
export type KnownJson = readonly (readonly [ReadingJson, ReadingJson | null, ReadingJson | null])[];

export function knownToJson(known: Known): KnownJson {
  return [...known.values()].map(({ newest, standIn, repeats }) => [
    toJson(newest),
    standIn === null ? null : toJson(standIn),
    repeats === null ? null : toJson(repeats),
  ]);
}

export function knownFromJson(json: KnownJson): Known {
  // Most readings of an entry were taken together: their time is put into words once.
  const inWords = new Map<number, Instant>();
  return new Map(
    json.map(([newest, standIn, repeats]) => {
      const reading = fromJson(newest, inWords);
      const rest = { standIn: standIn && fromJson(standIn, inWords), repeats: repeats && fromJson(repeats, inWords) };
      return [reading.code, { newest: reading, ...rest }] as const;
    }),
  );
}

function toJson(reading: KnownReading): ReadingJson {
  const { takenAtMs, countsFromMs, countsUntilMs, asked, beside } = reading;
  return [
    reading.code,
    reading.observationId,
    reading.value,
    takenAtMs,
    countsFromMs - takenAtMs,
    reading.poor ? 1 : 0,
    reading.deviceId ?? null,
    reading.quality ?? null,
    reading.receivedAtMs - takenAtMs,
    asked?.everyMinutes ?? null,
    asked === null ? null : asked.fromMs - takenAtMs,
    countsUntilMs === Infinity ? null : countsUntilMs - takenAtMs,
    beside.length === 0 ? null : beside,
  ];
}

function fromJson(json: ReadingJson, inWords: Map<number, Instant>): KnownReading {
  const [code, id, value, takenAtMs, afterMs, poor, deviceId, quality, ...later] = json;
  const [receivedAfterMs, everyMinutes, askedAfterMs, countsForMs, beside] = later;
  const takenAt = inWords.get(takenAtMs) ?? instant(takenAtMs);
  inWords.set(takenAtMs, takenAt);
  return {
    // An id when it was written.
    observationId: id as ObservationId,
    // Likewise.
    ...(deviceId === null ? {} : { deviceId: deviceId as DeviceId }),
    ...(quality === null ? {} : { quality }),
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
