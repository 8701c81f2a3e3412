import fc from 'fast-check';
import { withRoom } from './windowed-rows.ts';

describe('The rows of a long list', () => {
  it('are as high together as if all were drawn, whichever are', () => {
    const heights = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(heights, fc.infiniteStream(fc.boolean()), (each, isDrawn) => {
        const starts = each.map((_height, index) => each.slice(0, index).reduce((sum, height) => sum + height, 0));
        const total = each.reduce((sum, height) => sum + height, 0);
        const rows = each.map((height, index) => ({
          index,
          start: starts[index] ?? 0,
          end: (starts[index] ?? 0) + height,
        }));
        const drawn = rows.filter(() => isDrawn.next().value);
        const shown = withRoom(drawn, total);
        const height = shown.reduce((sum, row) => sum + (row.kind === 'room' ? row.height : (each[row.index] ?? 0)), 0);
        expect(height).toBe(total);
        expect(shown.flatMap((row) => (row.kind === 'row' ? [row.index] : []))).toEqual(
          drawn.map(({ index }) => index),
        );
      }),
    );
  });
});
