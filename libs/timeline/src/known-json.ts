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
import type { Known, KnownCode, KnownReading, ReadingBeside } from './known-reading.ts';

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

/** What is known, as short JSON: it is stored with every entry. */
export type KnownJson = readonly (readonly [
  newest: ReadingJson,
  standIn: ReadingJson | null,
  repeats: ReadingJson | null,
  unmeasuredSinceMs?: number | null,
  absences?: readonly ReadingJson[],
])[];

export function knownToJson(known: Known): KnownJson {
  return [...known.values()].map(({ newest, standIn, repeats, unmeasuredSinceMs, absences }) => [
    toJson(newest),
    standIn === null ? null : toJson(standIn),
    repeats === null ? null : toJson(repeats),
    ...rareOf(unmeasuredSinceMs, absences),
  ]);
}

/** What few codes have. */
function rareOf(
  unmeasuredSinceMs: number | null,
  absences: KnownCode['absences'],
): readonly [unmeasuredSinceMs?: number | null, absences?: readonly ReadingJson[]] {
  if (absences !== undefined) return [unmeasuredSinceMs, absences.map(toJson)];
  return unmeasuredSinceMs === null ? [] : [unmeasuredSinceMs];
}

export function knownFromJson(json: KnownJson): Known {
  // Most readings of an entry were taken together: their time is put into words once.
  const inWords = new Map<number, Instant>();
  return new Map(
    json.map(([newest, standIn, repeats, unmeasuredSinceMs = null, absences]) => {
      const reading = fromJson(newest, inWords);
      const rest = { standIn: standIn && fromJson(standIn, inWords), repeats: repeats && fromJson(repeats, inWords) };
      const lasting = absences === undefined ? {} : { absences: absences.map((one) => fromJson(one, inWords)) };
      return [reading.code, { newest: reading, ...rest, unmeasuredSinceMs, ...lasting }] as const;
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
    ...tailOf(reading),
  ];
}

/** What few readings have. */
function tailOf({ doubt, correctedBy }: KnownReading): readonly [doubt?: DoubtCause | null, correctedBy?: number] {
  if (correctedBy !== undefined) return [doubt ?? null, correctedBy];
  return doubt === undefined ? [] : [doubt];
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
