/** As much of a report as is put into words. */
export interface Progress {
  readonly hour: number;
  readonly patients: number;
  readonly published: number;
  readonly acknowledged: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly quarantined: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly connected: boolean;
}

/** One line that says how far a simulation has come. */
export function progressInWords(report: Progress): string {
  const parts = [
    `hour ${report.hour.toFixed(1)}`,
    `${String(report.patients)} patients`,
    `${String(report.published)} sent`,
    `${String(report.acknowledged)} acknowledged`,
    `${String(report.accepted)} accepted`,
    ...(report.duplicate > 0 ? [`${String(report.duplicate)} duplicate`] : []),
    ...(report.quarantined > 0 ? [`${String(report.quarantined)} quarantined (${reasonsInWords(report)})`] : []),
    ...(report.connected ? [] : ['not connected, trying again']),
  ];
  return parts.join(', ');
}

function reasonsInWords({ reasons }: Progress): string {
  return Object.entries(reasons)
    .map(([code, count]) => `${code} ${String(count)}`)
    .join(', ');
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds from text such as `90s`, `10m`, `2h`, or plain seconds; undefined where it is none of these. */
export function secondsFrom(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(text.trim());
  if (match === null) return undefined;
  const seconds = Number(match[1]) * (unitSeconds[match[2] ?? ''] ?? 1);
  return seconds > 0 ? seconds : undefined;
}
