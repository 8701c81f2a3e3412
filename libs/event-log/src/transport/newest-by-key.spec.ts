import fc from 'fast-check';
import { newestByKey } from './newest-by-key.ts';

interface Event {
  readonly revision: number;
}
const revision = (event: Event): number => event.revision;
const record = fc.record({
  key: fc.constantFrom('one', 'other'),
  event: fc.option(fc.record({ revision: fc.integer({ min: 1, max: 5 }) })),
});

describe('The newest of each key in a batch', () => {
  it('is the highest revision, where an older one comes after it', () => {
    const batch = [2, 1].map((number) => ({ key: 'one', event: { revision: number } }));
    expect(newestByKey(batch, revision)).toEqual(new Map([['one', { revision: 2 }]]));
  });

  it('is the highest revision after the last tombstone, in any order', () => {
    fc.assert(
      fc.property(fc.array(record), (batch) => {
        for (const [key, newest] of newestByKey(batch, revision)) {
          const events = batch.filter((one) => one.key === key).map(({ event }) => event);
          const alive = events.slice(events.lastIndexOf(null) + 1).map((event) => event?.revision ?? 0);
          expect(newest?.revision ?? 0).toBe(Math.max(0, ...alive));
        }
        expect(newestByKey(batch, revision).size).toBe(new Set(batch.map(({ key }) => key)).size);
      }),
    );
  });
});
