import { instant, type Instant } from '#libs/contracts';
import fc from 'fast-check';
import { bedsAt, closureFaults, fromFaults, type KnownCapacity } from './capacity-faults.ts';

const day = (n: number): Instant => instant(Date.UTC(2026, 10, n));
const known: KnownCapacity = {
  openedAt: day(1),
  entries: [
    { from: day(1), beds: 10 },
    { from: day(10), beds: 4 },
  ],
  closures: [
    { from: day(5), until: day(8), beds: 3, ended: null },
    { from: day(12), until: null, beds: 4, ended: { at: day(11), by: { id: 'a', name: 'A' }, reason: 'Not needed' } },
  ],
};

describe('Dated beds', () => {
  it.each([
    [1, 10, 0],
    [5, 10, 3],
    [8, 10, 0],
    [10, 4, 0],
    [13, 4, 0],
  ])('are on day %i: %i, of which %i are closed', (n, beds, closed) => {
    expect(bedsAt(known, day(n))).toEqual({ beds, closed });
  });

  it('are what was said last, of two that hold from the same time', () => {
    expect(bedsAt({ entries: [...known.entries, { from: day(10), beds: 6 }], closures: [] }, day(10)).beds).toBe(6);
  });

  it('cannot be said of a time before the ward was opened', () => {
    expect(fromFaults(day(1), known)).toEqual([]);
    expect(fromFaults(instant(Date.UTC(2026, 9, 1)), known)).toMatchObject([{ path: 'from' }]);
  });
});

describe('A closure', () => {
  it.each([
    ['of as many beds as there are', { beds: 10, from: day(2), until: day(5) }, undefined],
    ['of more than are left beside another closure', { beds: 8, from: day(2), until: day(6) }, 'beds'],
    ['of more than there will be', { beds: 5, from: day(9), until: null }, 'beds'],
    ['of as many as there will be', { beds: 4, from: day(9), until: null }, undefined],
    ['that ends before it begins', { beds: 1, from: day(4), until: day(3) }, 'until'],
    ['that ends when it begins', { beds: 1, from: day(4), until: day(4) }, 'until'],
    ['from before the ward was opened', { beds: 1, from: instant(0), until: null }, 'from'],
  ])('%s: what is wrong is %s', (_which, closure, path) => {
    expect(closureFaults(closure, known).map((fault) => fault.path)).toEqual(path === undefined ? [] : [path]);
  });

  it('says when there are too few beds, and how many', () => {
    expect(closureFaults({ beds: 8, from: day(2), until: day(6) }, known)).toEqual([
      {
        path: 'beds',
        message: `found 8; expected at most 7: at ${day(5)} there are 10 beds, of which 3 are closed`,
      },
    ]);
  });

  it('that is taken never closes more beds than there are, at any time', () => {
    const n = fc.integer({ min: 1, max: 20 });
    const closure = fc.record({ beds: n, from: n, lasts: n });
    fc.assert(
      fc.property(fc.array(closure, { maxLength: 8 }), n, (asked, beds) => {
        const entries = [{ from: day(1), beds }];
        const closures = asked.reduce<KnownCapacity['closures']>((taken, one) => {
          const wanted = { beds: one.beds, from: day(one.from), until: day(one.from + one.lasts) };
          const faults = closureFaults(wanted, { openedAt: day(1), entries, closures: taken });
          return faults.length === 0 ? [...taken, { ...wanted, ended: null }] : taken;
        }, []);
        for (let at = 1; at <= 40; at += 1)
          expect(bedsAt({ entries, closures }, day(at)).closed).toBeLessThanOrEqual(beds);
      }),
    );
  });
});
