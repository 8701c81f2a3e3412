import fc from 'fast-check';
import { steadyOrder } from './steady-order.ts';

interface Item {
  readonly id: string;
  readonly version: number;
}

const keyOf = ({ id }: Item): string => id;
const list = fc.uniqueArray(
  fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), version: fc.nat(9) }),
  { selector: keyOf },
);

describe('A list that a person is in', () => {
  it('never moves an item, and loses none', () => {
    fc.assert(
      fc.property(list, list, (held, newest) => {
        const { shown, newcomers } = steadyOrder(held, newest, keyOf);
        expect(shown.map(keyOf)).toEqual(held.map(keyOf));
        const known = new Set([...shown, ...newcomers].map(keyOf));
        expect(newest.every((item) => known.has(keyOf(item)))).toBe(true);
      }),
    );
  });

  it('shows the newest of every item that is still on it', () => {
    fc.assert(
      fc.property(list, list, (held, newest) => {
        const { shown } = steadyOrder(held, newest, keyOf);
        for (const item of newest.filter(({ id }) => held.some((one) => one.id === id))) expect(shown).toContain(item);
      }),
    );
  });

  it('has nothing to say while nothing has happened', () => {
    fc.assert(
      fc.property(list, (held) => {
        expect(steadyOrder(held, held, keyOf)).toEqual({ shown: held, newcomers: [], isReordered: false });
      }),
    );
  });

  it('says what has come, and that the order would be another', () => {
    const item = (id: string) => ({ id, version: 1 });
    const { shown, newcomers, isReordered } = steadyOrder([item('a'), item('b')], ['c', 'b', 'a'].map(item), keyOf);
    expect([shown, newcomers].map((items) => items.map(keyOf))).toEqual([['a', 'b'], ['c']]);
    expect(isReordered).toBe(true);
  });
});
