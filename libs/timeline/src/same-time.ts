import { isEventCode, isPoor, type ObservationCode, tiers } from '#libs/clinical';
import type { Known, ReadingBeside } from './known-reading.ts';
import type { PlanVersion } from './plan-version.ts';
import type { PlanVersions } from './plan-versions.ts';
import { compareTaken, type TakenReading } from './reading.ts';
import { tierOfValue } from './threshold-levels.ts';

/** Of the readings of one code at one time the one that counts, and the others. */
export interface CountingReading {
  readonly counts: TakenReading;
  readonly beside: readonly ReadingBeside[];
}

interface Circumstances {
  readonly before: Known;
  readonly plans: PlanVersions;
}

const alone: readonly ReadingBeside[] = [];
const oxygen: ObservationCode = 'supplemental-oxygen';

/**
 * Which readings count of those that were taken at one time. From one device (or from persons) the last to be received, as a
 * correction of the others; from several devices the most alarming, whatever the order in which they came. A reading whose
 * signal was poor gives way to one whose was not.
 */
export function countingOfEach(
  taken: readonly TakenReading[],
  circumstances: Circumstances,
): readonly CountingReading[] {
  if (taken.length === 1) return taken.map((counts) => ({ counts, beside: alone }));
  const byCode = Map.groupBy(taken, ({ code }) => code);
  if (byCode.size === taken.length) return taken.map((counts) => ({ counts, beside: alone }));
  return [...byCode.values()].map((readings) => countingOf(readings, { ...circumstances, taken }));
}

function countingOf(
  readings: readonly TakenReading[],
  circumstances: Circumstances & { readonly taken: readonly TakenReading[] },
): CountingReading {
  const bySource = Map.groupBy(readings, ({ deviceId }) => deviceId ?? null);
  const latest = [...bySource.values()].map((ofSource) => ofSource.reduce(laterOf));
  const alarm = alarmAt(circumstances);
  const counts = latest.reduce((one, other) => (isMoreAlarming(alarm(one), alarm(other), [one, other]) ? one : other));
  const others = readings.filter((reading) => reading !== counts).sort(compareTaken);
  return { counts, beside: others.map((other) => besideOf(other, latest)) };
}

function besideOf({ observationId, value, deviceId }: TakenReading, latest: readonly TakenReading[]): ReadingBeside {
  const why = latest.some((one) => one.observationId === observationId) ? 'less-alarming' : 'corrected';
  return { observationId, value, deviceId: deviceId ?? null, why };
}

function laterOf(one: TakenReading, other: TakenReading): TakenReading {
  return compareTaken(one, other) > 0 ? one : other;
}

/** In rising order of alarm: whether the signal was good, the tier of what it breaches, its points on the chart. */
type Alarm = readonly [good: number, tier: number, points: number];

function isMoreAlarming(one: Alarm, other: Alarm, [first, second]: readonly [TakenReading, TakenReading]): boolean {
  for (const [index, degree] of one.entries()) {
    const against = other[index] ?? degree;
    if (degree !== against) return degree > against;
  }
  return compareTaken(first, second) > 0;
}

function alarmAt({
  before,
  plans,
  taken,
}: Circumstances & { readonly taken: readonly TakenReading[] }): (reading: TakenReading) => Alarm {
  const atMs = taken[0]?.takenAtMs ?? 0;
  const version = plans.at(atMs);
  const scale = plans.prescriptionAt(atMs)?.scale ?? 1;
  const ofOxygen = taken.filter(({ code }) => code === oxygen).sort(compareTaken);
  const onOxygen = ofOxygen.at(-1)?.value ?? before.get(oxygen)?.newest.value;
  return (reading) => [
    !isEventCode(reading.code) && isPoor(reading.quality, version.pathway.file.quality) ? 0 : 1,
    isEventCode(reading.code) ? eventAlarm(reading) : tiers.indexOf(tierOfValue(reading, version, scale)),
    pointsOf(reading, version, { scale, onOxygen }),
  ];
}

const eventAlarm = ({ value }: TakenReading): number => (value === 'happened' ? 1 : 0);

/** The certain points of a value by itself; a saturation on scale 2 with what is known of oxygen. */
function pointsOf(
  { code, value }: TakenReading,
  { chart }: PlanVersion,
  { scale, onOxygen }: { readonly scale: 1 | 2; readonly onOxygen: TakenReading['value'] | undefined },
): number {
  const index = chart.indexOf(code);
  if (index < 0 || !chart.isValue(index, value)) return 0;
  const values: (TakenReading['value'] | undefined)[] = chart.codes.map(() => undefined);
  const oxygenIndex = chart.indexOf(oxygen);
  if (oxygenIndex >= 0 && code !== oxygen) values[oxygenIndex] = onOxygen;
  const without = chart.level(values, { scale }).min;
  return chart.level(values.with(index, value), { scale }).min - without;
}
