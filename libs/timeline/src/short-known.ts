import type { ObservationCode } from '#libs/clinical';
import {
  type DeviceId,
  instant,
  type Instant,
  type ObservationId,
  type ObservationValue,
  shortId,
  stepBetween,
  stepFrom,
  wholeId,
} from '#libs/contracts';
import { shortCode, wholeCode } from './code-numbers.ts';
import type { Known, KnownCode, KnownReading, ReadingBeside } from './known-reading.ts';
import type { TakenReading } from './reading.ts';

/** What readings of one message that were taken together have in common. Times are counted from when they were taken. */
type Together = readonly [
  takenAtMs: number,
  firstId: string,
  receivedAfterMs: number,
  deviceId: string | null,
  askedEveryMinutes: number | null,
  askedAfterMs: number | null,
  countsForMs: number | null,
];

/** What few readings have. */
type Extras = Partial<
  Pick<KnownReading, 'quality' | 'doubt' | 'correctedBy' | 'beside'> & {
    readonly poor: true;
    readonly countsAfterMs: number;
    readonly standIn: ShortReading;
    readonly repeats: ShortReading;
    readonly unmeasuredSinceMs: number;
    readonly absences: readonly ShortReading[];
  }
>;

/** The step says how the id differs from the first of those that were taken together. */
type ShortReading = readonly [
  together: number,
  code: ObservationCode | number,
  value: ObservationValue,
  step?: number,
  extras?: Extras,
];

/** What is known, as short JSON: it is stored with every entry. */
export type ShortKnown = readonly [together: readonly Together[], ...readings: readonly ShortReading[]];

export function shortKnown(known: Known): ShortKnown {
  const groups: Group[] = [];
  const readings = [...known.values()].map((code) => shortReading(code.newest, groups, code));
  return [groups.map(togetherOf), ...readings];
}

export function wholeKnown([groups, ...readings]: ShortKnown): Known {
  const found = groups.map(groupOf);
  return new Map(
    readings.map((short) => {
      const { standIn, repeats, unmeasuredSinceMs = null, absences } = short[4] ?? {};
      const newest = wholeReading(short, found);
      return [
        newest.code,
        {
          newest,
          standIn: standIn === undefined ? null : wholeReading(standIn, found),
          repeats: repeats === undefined ? null : wholeReading(repeats, found),
          unmeasuredSinceMs,
          ...(absences && { absences: absences.map((one) => wholeReading(one, found)) }),
        },
      ];
    }),
  );
}

/** The newest readings that were taken at a time; of nothing else that is known any reading is made. */
export function takenIn([groups, ...readings]: ShortKnown, atMs: number): readonly TakenReading[] {
  const found = groups.map((together) => (together[0] === atMs ? groupOf(together) : undefined));
  return readings.flatMap((short) => (found[short[0]] === undefined ? [] : [takenReading(short, found)]));
}

/** Those that were taken together, while they are put together or taken apart. */
interface Group {
  readonly takenAt: Instant;
  readonly takenAtMs: number;
  readonly firstId: ObservationId;
  readonly receivedAtMs: number;
  readonly deviceId: DeviceId | undefined;
  readonly asked: KnownReading['asked'];
  readonly countsUntilMs: number;
}

const noneBeside: readonly ReadingBeside[] = [];

function shortReading(
  reading: KnownReading,
  groups: Group[],
  { standIn, repeats, unmeasuredSinceMs, absences }: Omit<KnownCode, 'newest'>,
): ShortReading {
  const { code, value, quality, doubt, correctedBy, beside, poor, countsFromMs, takenAtMs } = reading;
  const step = (group: Group): number | undefined => stepBetween(group.firstId, reading.observationId);
  let together = groups.findIndex((group) => isOf(group, reading) && step(group) !== undefined);
  if (together < 0)
    together = groups.push({ ...reading, firstId: reading.observationId, deviceId: reading.deviceId }) - 1;
  const group = groups[together];
  const ofGroup = group === undefined ? 0 : (step(group) ?? 0);
  const extras: Extras = {
    ...(quality !== undefined && { quality }),
    ...(doubt !== undefined && { doubt }),
    ...(correctedBy !== undefined && { correctedBy }),
    ...(beside.length > 0 && { beside }),
    ...(poor && { poor }),
    ...(countsFromMs !== takenAtMs && { countsAfterMs: countsFromMs - takenAtMs }),
    ...(standIn !== null && { standIn: shortReading(standIn, groups, nothingBefore) }),
    ...(repeats !== null && { repeats: shortReading(repeats, groups, nothingBefore) }),
    ...(unmeasuredSinceMs !== null && { unmeasuredSinceMs }),
    ...(absences && { absences: absences.map((one) => shortReading(one, groups, nothingBefore)) }),
  };
  const short = [together, shortCode(code), value] as const;
  if (Object.keys(extras).length > 0) return [...short, ofGroup, extras];
  return ofGroup === 0 ? short : [...short, ofGroup];
}

const nothingBefore = { standIn: null, repeats: null, unmeasuredSinceMs: null };

function isOf(group: Group, { takenAtMs, receivedAtMs, deviceId, asked, countsUntilMs }: KnownReading): boolean {
  return (
    group.takenAtMs === takenAtMs &&
    group.receivedAtMs === receivedAtMs &&
    group.deviceId === deviceId &&
    group.asked?.everyMinutes === asked?.everyMinutes &&
    group.asked?.fromMs === asked?.fromMs &&
    group.countsUntilMs === countsUntilMs
  );
}

function togetherOf({ takenAtMs, firstId, receivedAtMs, deviceId, asked, countsUntilMs }: Group): Together {
  return [
    takenAtMs,
    shortId(firstId),
    receivedAtMs - takenAtMs,
    deviceId ?? null,
    asked?.everyMinutes ?? null,
    asked === null ? null : asked.fromMs - takenAtMs,
    countsUntilMs === Infinity ? null : countsUntilMs - takenAtMs,
  ];
}

function groupOf([takenAtMs, firstId, receivedAfterMs, deviceId, everyMinutes, askedAfterMs, forMs]: Together): Group {
  return {
    takenAt: instant(takenAtMs),
    takenAtMs,
    // Ids when they were written.
    firstId: wholeId(firstId) as ObservationId,
    // Likewise.
    deviceId: (deviceId ?? undefined) as DeviceId | undefined,
    receivedAtMs: takenAtMs + receivedAfterMs,
    asked: everyMinutes === null ? null : { everyMinutes, fromMs: takenAtMs + (askedAfterMs ?? 0) },
    countsUntilMs: forMs === null ? Infinity : takenAtMs + forMs,
  };
}

function takenReading(
  [together, code, value, step = 0, extras]: ShortReading,
  groups: readonly (Group | undefined)[],
): TakenReading {
  const group = groups[together];
  if (group === undefined) throw new RangeError('What is known names readings that are not in it.');
  const { firstId, deviceId, takenAt, takenAtMs, receivedAtMs } = group;
  const { quality, doubt, correctedBy } = extras ?? {};
  return {
    // An id when it was written.
    observationId: stepFrom(firstId, step) as ObservationId,
    ...(deviceId === undefined ? undefined : { deviceId }),
    ...(quality === undefined ? undefined : { quality }),
    ...(doubt === undefined ? undefined : { doubt }),
    ...(correctedBy === undefined ? undefined : { correctedBy }),
    code: wholeCode(code),
    value,
    takenAt,
    takenAtMs,
    receivedAtMs,
  };
}

function wholeReading(short: ShortReading, groups: readonly Group[]): KnownReading {
  const taken = takenReading(short, groups);
  const { poor = false, countsAfterMs = 0, beside = noneBeside } = short[4] ?? {};
  const { asked = null, countsUntilMs = Infinity } = groups[short[0]] ?? {};
  return { ...taken, poor, countsFromMs: taken.takenAtMs + countsAfterMs, asked, countsUntilMs, beside };
}
