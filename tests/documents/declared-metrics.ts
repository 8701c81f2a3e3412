import ts from 'typescript';
import { productFiles, read } from '../architecture/source-tree.ts';

/** A metric, as the code that makes it says. */
export interface DeclaredMetric {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** The file that makes it. */
  readonly path: string;
}

/** Metrics of ours; those of Node's own that come with the library are not declared in our code. */
const ours = 'homeward_';

/** Every metric of the services, by name: each object in the code that has a name of a metric and a help text. */
export function declaredMetrics(): readonly DeclaredMetric[] {
  return productFiles()
    .filter((path) => path.endsWith('.ts') && !path.startsWith('apps/console/'))
    .flatMap((path) => metricsIn(path, read(path)))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

export function metricsIn(path: string, text: string): readonly DeclaredMetric[] {
  if (!text.includes('homeward_')) return [];
  const found: DeclaredMetric[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const metric = metricOf(path, node);
      if (metric !== undefined) found.push(metric);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

function metricOf(path: string, object: ts.ObjectLiteralExpression): DeclaredMetric | undefined {
  const valueOf = (member: string): ts.Expression | undefined =>
    object.properties.filter(ts.isPropertyAssignment).find(({ name }) => ts.isIdentifier(name) && name.text === member)
      ?.initializer;
  const name = textOf(valueOf('name'));
  const help = textOf(valueOf('help'));
  if (name === undefined || help === undefined || !name.startsWith(ours)) return undefined;
  const labels = labelsIn(object);
  return { path, name, help, labels: labelsOf(labels, name), type: typeOf(name, valueOf('buckets') !== undefined) };
}

function labelsIn(object: ts.ObjectLiteralExpression): ts.Expression | undefined {
  for (const property of object.properties) {
    if (property.name === undefined || !ts.isIdentifier(property.name) || property.name.text !== 'labelNames') continue;
    return ts.isPropertyAssignment(property) ? property.initializer : property.name;
  }
  return undefined;
}

const textOf = (node: ts.Expression | undefined): string | undefined =>
  node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;

function labelsOf(node: ts.Expression | undefined, name: string): readonly string[] {
  if (node === undefined) return [];
  if (!ts.isArrayLiteralExpression(node) || !node.elements.every(ts.isStringLiteralLike))
    throw new TypeError(`${name}: write its labelNames down where it is made, for docs/metrics.md.`);
  return node.elements.map((element) => (ts.isStringLiteralLike(element) ? element.text : ''));
}

/** By the convention that all of them follow; the path test compares it with what Prometheus is told. */
function typeOf(name: string, hasBuckets: boolean): DeclaredMetric['type'] {
  if (hasBuckets) return 'histogram';
  return name.endsWith('_total') ? 'counter' : 'gauge';
}
