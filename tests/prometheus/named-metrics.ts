import type { DeclaredMetric } from '../documents/declared-metrics.ts';

/** What a histogram has beside its own name. */
const parts = ['_bucket', '_count', '_sum'];

/** The metrics of ours that an expression names, and the names among them that no service has. */
export function metricsNamedIn(
  expression: string,
  declared: readonly DeclaredMetric[],
): { readonly named: readonly string[]; readonly unknown: readonly string[] } {
  const names = new Set(
    declared.flatMap(({ name, type }) => (type === 'histogram' ? [name, ...parts.map((part) => name + part)] : [name])),
  );
  const named = [...new Set(expression.match(/\bhomeward_\w+/g))];
  return { named, unknown: named.filter((name) => !names.has(name)) };
}
