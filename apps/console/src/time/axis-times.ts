import { dayAndMonth } from './site-time.ts';

/** A clock on the wall at an instant (milliseconds since 1970): `2026-11-21T08:30`. */
type WallMinute = (time: number) => string;

/** What the marks of a time axis may be apart, minutes: whole parts of a day, then days. */
const distances = [1, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 10_080] as const;
const minuteMs = 60_000;
const dayMinutes = 1440;

export interface Axis {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** How many marks there is room for. */
  readonly most: number;
}

/**
 * Where a time axis has its marks, in seconds since 1970: at round times of the clock on the wall. Where clocks are put forward
 * a mark is missing, where they are put back one comes twice, as on the wall; the instants between them stay true to scale.
 */
export function axisMarks({ fromSeconds, toSeconds, most }: Axis, wallMinute: WallMinute): readonly number[] {
  const spanMinutes = (toSeconds - fromSeconds) / 60;
  const distance = distances.find((one) => spanMinutes / one <= most) ?? distances[distances.length - 1] ?? dayMinutes;
  // No zone is off by less than a quarter of an hour.
  const stepMs = Math.min(distance, 15) * minuteMs;
  const marks: number[] = [];
  for (let time = Math.ceil((fromSeconds * 1000) / stepMs) * stepMs; time <= toSeconds * 1000; time += stepMs) {
    if (isRound(wallMinute(time), distance)) marks.push(time / 1000);
  }
  return marks;
}

function isRound(wall: string, distance: number): boolean {
  const minutes = Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16));
  if (distance < dayMinutes) return minutes % distance === 0;
  const day = Date.parse(`${wall.slice(0, 10)}T00:00Z`) / (dayMinutes * minuteMs);
  return minutes === 0 && day % (distance / dayMinutes) === 0;
}

/** What stands at each mark: the time, and the day where it is another than at the mark before. */
export function axisLabels(marks: readonly number[], wallMinute: WallMinute): readonly string[] {
  const walls = marks.map((seconds) => wallMinute(seconds * 1000));
  const isByDay = walls.every((wall) => wall.endsWith('T00:00'));
  return walls.map((wall, index) => {
    const day = dayAndMonth(wall);
    if (isByDay) return day;
    const isSameDay = walls[index - 1]?.slice(0, 10) === wall.slice(0, 10);
    return isSameDay ? wall.slice(11) : `${wall.slice(11)}\n${day}`;
  });
}
