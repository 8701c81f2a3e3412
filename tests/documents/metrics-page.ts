import { code, page, table } from './markdown.ts';
import type { DeclaredMetric } from './declared-metrics.ts';

/** What bounds the number of a label's values. A label that is not here is refused: each value is a series of its own. */
export const boundsOfLabels: Readonly<Record<string, string>> = {
  by: 'the ways to operations: `webhook`, `command`',
  channel: 'the channels of notifications',
  check: 'the readiness checks of the code',
  direction: '`ahead`, `back`',
  disk: 'where data are kept: `database`, `downtime-packs`',
  group: 'the consumer groups of the code',
  kind: 'the kinds of timers or signals of the code',
  method: 'the common methods of HTTP, and `other`',
  outcome: 'what can become of it, as the code lists it',
  reason: 'the reasons of the code',
  rota: 'the rotas of the site, by id',
  route: 'the templates of the routes of the code, and `none`',
  rule_kind: 'the kinds of conditions of the code',
  service: 'the three services',
  state: 'the states of the code',
  status: 'the status codes of HTTP, and `broken-off`',
  status_class: '`2xx` to `5xx`',
  tier: 'the tiers of a score or alert',
  topic: 'the topics of the log',
  ward: 'the wards of the site, by name',
  ward_id: 'the wards of the site, by id',
  what: 'what can be refused, as the code lists it',
};

const groups: readonly (readonly [title: string, path: RegExp])[] = [
  ['Gateway service', /^apps\/gateway\//],
  ['Scoring service', /^apps\/scoring\//],
  ['Clinician service', /^apps\/clinician\//],
  ['Every service', /^(?:libs|apps\/homeward)\//],
];

function row({ name, type, labels, help }: DeclaredMetric): readonly string[] {
  return [code(name), type, labels.map(code).join(', '), help];
}

/** docs/metrics.md: every metric, what makes it, and what bounds its labels. */
export function metricsPage(metrics: readonly DeclaredMetric[]): string {
  const used = new Set(metrics.flatMap(({ labels }) => labels));
  return page(
    'Metrics',
    'Every service serves them at `/metrics` as Prometheus reads them; in one process the services share them. Names follow the conventions of Prometheus: base units, `_total` for what only rises. Add counters and histograms of all processes up; of a gauge that is the same in every process take the maximum. No metric has a label for a patient, a person or a device.',
    'Alert rules are in `docker/prometheus/`, what to do about each in [runbooks](runbooks/README.md), and dashboards in `docker/grafana/`.',
    ...groups.flatMap(([title, path]) => [
      `## ${title}`,
      table(['Metric', 'Type', 'Labels', 'Meaning'], metrics.filter((metric) => path.test(metric.path)).map(row)),
    ]),
    'Beside these are those that the client library makes of each process (`process_*`, `nodejs_*`): memory, processor time, open files, garbage collection, and the delay of the event loop as `nodejs_eventloop_lag_p99_seconds` and its siblings.',
    '## Labels',
    table(
      ['Label', 'Its values'],
      Object.entries(boundsOfLabels)
        .filter(([label]) => used.has(label))
        .map(([label, bound]) => [code(label), bound]),
    ),
  );
}
