import { publicFigures, type WardCounts } from './public-figures.ts';

const isSmall = (count: number): boolean => count >= 1 && count <= 4;
const ward = (occupied: number, reserved: number, open = 20): WardCounts => ({ beds: 20, open, occupied, reserved });

describe('Public figures', () => {
  it('are those of the wards, and their sum, where no number is small', () => {
    expect(publicFigures([ward(10, 0), ward(12, 5)])).toEqual({
      wards: [
        { beds: 20, open: 20, occupied: 10, free: 10, occupancyShown: '50.0%' },
        { beds: 20, open: 20, occupied: 12, free: 3, occupancyShown: '60.0%' },
      ],
      total: { beds: 40, open: 40, occupied: 22, free: 13, occupancyShown: '55.0%' },
    });
  });

  it.each([
    ['a few patients', [ward(3, 0)], { occupied: null, free: null, occupancyShown: null }],
    ['a few reserved beds, which free and occupied would give away', [ward(10, 2)], { occupied: null, free: 8 }],
    ['more patients than beds', [ward(22, 0)], { occupied: 22, free: 0, occupancyShown: '100%*' }],
    ['no patients', [ward(0, 0)], { occupied: 0, free: 20, occupancyShown: '0.0%' }],
  ])('of %s', (_claim, wards, expected) => {
    expect(publicFigures(wards).wards[0]).toMatchObject(expected);
  });

  it('have no total where a ward withholds a number, which it would give away', () => {
    expect(publicFigures([ward(3, 0), ward(12, 5)]).total).toEqual({
      beds: 40,
      open: 40,
      occupied: null,
      free: null,
      occupancyShown: null,
    });
  });

  it('give no small number of people away, by whatever subtraction, though the rule is known', () => {
    const [mostOccupied, mostReserved] = [10, 8];
    const one = Array.from({ length: mostOccupied + 1 }, (_none, occupied) =>
      Array.from({ length: mostReserved + 1 }, (_other, reserved) => ward(occupied, reserved)),
    ).flat();
    const both = one.flatMap((first) => one.map((second) => [first, second]));
    const countsOf = (wards: readonly WardCounts[]): readonly number[] => {
      const all = wards.map(({ occupied, reserved }) => [occupied, reserved, occupied + reserved]);
      return [...all.flat(), ...[0, 1, 2].map((index) => all.reduce((sum, counts) => sum + (counts[index] ?? 0), 0))];
    };
    for (const states of Map.groupBy(both, (wards) => JSON.stringify(publicFigures(wards))).values()) {
      const isAtEdge = states
        .flat()
        .some(({ occupied, reserved }) => occupied === mostOccupied || reserved === mostReserved);
      if (isAtEdge) continue;
      const all = states.map(countsOf);
      const known = (all[0] ?? []).filter(
        (count, index) => isSmall(count) && all.every((counts) => counts[index] === count),
      );
      expect({ seen: publicFigures(states[0] ?? []), known }).toMatchObject({ known: [] });
    }
  });
});
