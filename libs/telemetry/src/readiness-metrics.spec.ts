import { createMetrics } from './metrics.ts';
import { Readiness } from './readiness.ts';
import { readinessMetrics } from './readiness-metrics.ts';

describe('Of readiness checks, the metrics say', () => {
  it('which fail, and that they do no more', async () => {
    const readiness = new Readiness();
    const metrics = createMetrics();
    let away = true;
    readiness.add('log', () => (away ? Promise.reject(new Error('away')) : Promise.resolve()));
    readiness.observe('rule-sets', () => Promise.resolve());
    readinessMetrics(readiness, metrics);
    const failed = async () => (await metrics.getMetricsAsJSON()).find(({ name }) => name === 'homeward_check_failed');
    expect(await failed()).toMatchObject({
      values: [
        { labels: { check: 'log' }, value: 1 },
        { labels: { check: 'rule-sets' }, value: 0 },
      ],
    });
    away = false;
    expect(await failed()).toMatchObject({ values: [{ value: 0 }, { value: 0 }] });
  });

  it('how often each has begun to fail, also where it is well again by then', async () => {
    const readiness = new Readiness();
    const metrics = createMetrics();
    let away = false;
    readiness.add('log', () => (away ? Promise.reject(new Error('away')) : Promise.resolve()));
    readinessMetrics(readiness, metrics);
    for (const next of [true, true, false, true, false]) {
      away = next;
      await readiness.report();
    }
    const found = await metrics.getMetricsAsJSON();
    expect(found.find(({ name }) => name === 'homeward_check_failures_total')).toMatchObject({
      values: [{ labels: { check: 'log' }, value: 2 }],
    });
  });

  it('the same to all who ask at once, after having checked once', async () => {
    const readiness = new Readiness();
    const metrics = createMetrics();
    let checks = 0;
    readiness.add('log', () => {
      checks += 1;
      return Promise.resolve();
    });
    readinessMetrics(readiness, metrics);
    await Promise.all(Array.from({ length: 50 }, () => metrics.metrics()));
    expect(checks).toBe(1);
  });
});
