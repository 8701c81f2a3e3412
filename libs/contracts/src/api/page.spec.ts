import fc from 'fast-check';
import { z } from 'zod';
import { isCarriedText } from '../carried-text.ts';
import { decodeCursor, encodeCursor, InvalidCursorError, pageFromRows } from './page.ts';

const keys = z.tuple([z.string(), z.number()]);

describe('A cursor', () => {
  it('comes back as the sort keys it was made of, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }).filter(isCarriedText), fc.integer(), (name, index) => {
        expect(decodeCursor(encodeCursor([name, index]), keys)).toEqual([name, index]);
        expect(encodeCursor([name, index])).toMatch(/^[\w-]+$/);
      }),
    );
  });

  it.each([
    '',
    'x',
    '!!',
    encodeCursor(['only one']),
    encodeCursor([1, 2]),
    encodeCursor(['a\u0000', 1]),
    encodeCursor(['0000-01-01T00:00:00.000Z', 1]),
    encodeCursor(['9999-12-31T23:59:59.999Z', 1]),
    encodeCursor(['name', 1e300]),
  ])('%j is refused', (cursor) => {
    expect(() => decodeCursor(cursor, keys)).toThrow(InvalidCursorError);
  });

  it('is not needed for the first page', () => {
    expect(decodeCursor(undefined, keys)).toBeUndefined();
  });
});

describe('A page', () => {
  const page = (rows: readonly number[]) =>
    pageFromRows(rows, { limit: 2, toItem: String, keysOf: (row) => ['row', row] });

  it('has a next cursor only when there is more', () => {
    expect(page([1, 2])).toEqual({ items: ['1', '2'], nextCursor: null });
    expect(page([1, 2, 3])).toEqual({ items: ['1', '2'], nextCursor: encodeCursor(['row', 2]) });
    expect(page([])).toEqual({ items: [], nextCursor: null });
  });
});
