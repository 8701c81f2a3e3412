import { instant } from '#libs/contracts';
import { figuresWords } from './figures-words.ts';

const empty = {
  at: instant(0),
  ...{ beds: 12, closed: 0, open: 12, occupied: 3, onLeave: 0, reserved: 0, free: 9, waiting: 0 },
  ...{ overCapacity: 0, overrides: 0, occupancy: 0.25, occupancyShown: '25%' },
  expectedDischarges: { today: 1, tomorrow: 0 },
  ...{ staffedBeds: null, kits: null, acuityPoints: null },
};

describe('The figures of a ward in words', () => {
  it('say what is taken and free, and leave out what there is none of', () => {
    expect(figuresWords(empty)).toEqual([
      '3 of 12 open beds taken (25%)',
      '9 free',
      'expected to leave: 1 today, 0 tomorrow',
    ]);
  });

  it('say what is beyond the capacity', () => {
    const over = { closed: 2, open: 2, occupied: 3, free: 0, overCapacity: 1, overrides: 1, waiting: 2, onLeave: 1 };
    expect(figuresWords({ ...empty, beds: 4, ...over, reserved: 1, occupancyShown: '100%*' })).toEqual([
      '3 of 2 open beds taken (100%*)',
      '0 free',
      '1 reserved',
      '2 closed',
      '1 on leave',
      '2 waiting',
      '1 over capacity',
      '1 admitted beyond capacity with a reason',
      'expected to leave: 1 today, 0 tomorrow',
    ]);
  });
});
