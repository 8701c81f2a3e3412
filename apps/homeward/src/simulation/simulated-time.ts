const hourMilliseconds = 3_600_000;

/**
 * Where an hour of the simulation lies on our clock. The history has happened at its true pace, and ends when the run
 * begins; from then on the simulation goes `speed` times as fast as the clock. Nothing lies in the future.
 */
export interface SimulatedTime {
  readonly beganAt: Date;
  readonly historyHours: number;
  /** Hours of the simulation that go by in an hour. */
  readonly speed: number;
}

/** How far the simulation has come by then, in hours. */
export function hourAt(time: SimulatedTime, now: Date): number {
  return time.historyHours + ((now.getTime() - time.beganAt.getTime()) / hourMilliseconds) * time.speed;
}

/** When the hour is, or was, on our clock. */
export function instantOf(time: SimulatedTime, hour: number): Date {
  const fromBeginning = hour - time.historyHours;
  const milliseconds = fromBeginning * hourMilliseconds * (fromBeginning < 0 ? 1 : 1 / time.speed);
  return new Date(time.beganAt.getTime() + Math.floor(milliseconds));
}
