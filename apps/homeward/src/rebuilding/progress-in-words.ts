/** How far a rebuilding is, and since when it runs. */
export interface Progress {
  readonly records: number;
  readonly ofRecords: number;
  readonly seconds: number;
}

/** Records done, of how many, how many a second, and for how long yet at that rate. */
export function progressInWords({ records, ofRecords, seconds }: Progress): string {
  const done = `${String(records)} of ${String(ofRecords)} records`;
  if (records === 0 || seconds === 0) return done;
  const rate = records / seconds;
  const left = Math.ceil((ofRecords - records) / rate);
  return `${done}, ${rate.toFixed(0)} a second, ${durationInWords(left)} left`;
}

function durationInWords(seconds: number): string {
  if (seconds < 120) return `${String(seconds)} s`;
  return seconds < 7200 ? `${(seconds / 60).toFixed(0)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
