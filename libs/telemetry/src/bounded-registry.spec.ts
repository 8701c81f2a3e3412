import { Gauge } from 'prom-client';
import { BoundedRegistry } from './bounded-registry.ts';

describe('A page of metrics', () => {
  const pageWith = async (collect: () => Promise<void>): Promise<readonly string[]> => {
    const registry = new BoundedRegistry(20);
    new Gauge({ name: 'counted_in_the_database', help: 'Rows.', registers: [registry], collect });
    new Gauge({ name: 'known_here', help: 'Connections.', registers: [registry] }).set(7);
    return (await registry.metrics()).split('\n').filter((line) => !line.startsWith('#') && line !== '');
  };

  it.each<[string, () => Promise<void>]>([
    ['fails', () => Promise.reject(new Error('the database is away'))],
    ['is not there in time', () => new Promise<void>(() => undefined)],
  ])('has every other metric where one %s', async (_what, collect) => {
    expect(await pageWith(collect)).toEqual(['known_here 7']);
  });

  it('has all of them otherwise', async () => {
    expect(await pageWith(() => Promise.resolve())).toEqual(['counted_in_the_database 0', 'known_here 7']);
  });

  it('does not begin again what it still waits for', async () => {
    const registry = new BoundedRegistry(10);
    let begun = 0;
    const collect = (): Promise<void> => {
      begun += 1;
      return new Promise<void>(() => undefined);
    };
    new Gauge({ name: 'slow', help: 'Slow.', registers: [registry], collect });
    await registry.metrics();
    await registry.metrics();
    expect(begun).toBe(1);
  });
});
