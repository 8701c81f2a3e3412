import { declaredMetrics, metricsIn } from './declared-metrics.ts';
import { boundsOfLabels } from './metrics-page.ts';

const metrics = declaredMetrics();

describe('The metrics of the services', () => {
  it('are each made in one file, with a sentence that says what they are', () => {
    const names = metrics.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(metrics.filter(({ help }) => !/^[A-Z].*\.$/s.test(help)).map(({ name }) => name)).toEqual([]);
  });

  it('have names by the conventions: base units, and _total for what only rises', () => {
    const inOtherUnits = /_(?:milliseconds|ms|minutes|hours|days|kilobytes|megabytes|percent|count|sum)(?:_total)?$/;
    expect(metrics.filter(({ name }) => inOtherUnits.test(name)).map(({ name }) => name)).toEqual([]);
    const rising = metrics.filter(({ name }) => name.endsWith('_total'));
    expect(rising.filter(({ type }) => type !== 'counter')).toEqual([]);
    expect(metrics.filter(({ name, type }) => type === 'counter' && !name.endsWith('_total'))).toEqual([]);
  });

  it('have no label whose values have no bound', () => {
    const unbounded = metrics.flatMap(({ name, labels }) =>
      labels.filter((label) => !Object.hasOwn(boundsOfLabels, label)).map((label) => `${name}{${label}}`),
    );
    expect(unbounded).toEqual([]);
    const used = new Set(metrics.flatMap(({ labels }) => labels));
    expect(Object.keys(boundsOfLabels).filter((label) => !used.has(label))).toEqual([]);
  });

  it('are found however they are made, and refused where their labels cannot be read', () => {
    const text = `
      new Counter({ name: 'homeward_planted_total', help: 'Planted.', labelNames: ['tier'], registers });
      existing(registry, Histogram, { name: 'homeward_planted_seconds', help: 'How long.', buckets: [1], registers });
      const other = { name: 'homeward_api', kind: 'no metric' };
    `;
    expect(metricsIn('planted.ts', text)).toEqual([
      { path: 'planted.ts', name: 'homeward_planted_total', help: 'Planted.', labels: ['tier'], type: 'counter' },
      { path: 'planted.ts', name: 'homeward_planted_seconds', help: 'How long.', labels: [], type: 'histogram' },
    ]);
    expect(() => metricsIn('planted.ts', `({ name: 'homeward_x', help: 'X.', labelNames })`)).toThrow(TypeError);
    expect(() => metricsIn('planted.ts', `({ name: 'homeward_x', help: 'X.', labelNames: labels })`)).toThrow(
      TypeError,
    );
  });
});
