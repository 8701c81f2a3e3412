/** A metric as `/metrics` has it. */
export interface ExposedMetric {
  readonly help: string;
  readonly type: string;
  readonly labels: ReadonlySet<string>;
}

/** Labels that a histogram has for its buckets. */
const ofBuckets = 'le';

/** The metrics of ours in what Prometheus is given, by name. */
export function exposedMetrics(text: string): ReadonlyMap<string, ExposedMetric> {
  const metrics = new Map<string, { help: string; type: string; labels: Set<string> }>();
  let labels = new Set<string>();
  for (const line of text.split('\n')) {
    const [, name, help] = /^# HELP (homeward_\w+) (.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      labels = new Set();
      metrics.set(name, { help: help ?? '', type: '', labels });
    }
    const [, typed, type] = /^# TYPE (homeward_\w+) (\w+)$/.exec(line) ?? [];
    const metric = typed === undefined ? undefined : metrics.get(typed);
    if (metric !== undefined && type !== undefined) metric.type = type;
    if (!line.startsWith('homeward_')) continue;
    for (const [, label] of line.matchAll(/[{,](\w+)="/g)) if (label !== ofBuckets) labels.add(label ?? '');
  }
  return metrics;
}
