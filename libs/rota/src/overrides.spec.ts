import { RotaOverrideId } from '#libs/contracts';
import { gapsOf, type Override, type RotaRules, shiftsWithin } from './cover.ts';
import { aLayer, aRota, between, inWords, utc } from './rota.fixtures.ts';
import { swapOf } from './swap.ts';

/** From, until and who, in UTC of October 2026; clocks go back on the 25th at 01:00. */
type Entry = readonly [from: string, until: string, personId: string];

const october = (text: string): string => `2026-10-${text}`;
const id = (index: number): RotaOverrideId =>
  RotaOverrideId.parse(`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`);
const overridden = (rota: RotaRules, entries: readonly Entry[]): RotaRules => ({
  ...rota,
  overrides: entries.map(([from, until, personId], index): Override => ({
    id: id(index),
    personId,
    ...between(october(from), october(until)),
  })),
});

const london = aRota('Europe/London', aLayer({ start: '2026-10-23T08:00' }));
const weekend = between('2026-10-24T07:00', '2026-10-26T08:00');
const [saturday, saturdayNight, sunday, sundayNight] = [
  'ben 24T07:00 24T19:00',
  'ben 24T19:00 25T08:00',
  'cas 25T08:00 25T20:00',
  'cas 25T20:00 26T08:00',
];

const cases: readonly (readonly [claim: string, overrides: readonly Entry[], shifts: readonly string[]])[] = [
  ['none at all', [], [saturday, saturdayNight, sunday, sundayNight]],
  [
    'one inside a shift cuts it in two',
    [['24T10:00', '24T12:00', 'dee']],
    ['ben 24T07:00 24T10:00', 'dee 24T10:00 24T12:00', 'ben 24T12:00 24T19:00', saturdayNight, sunday, sundayNight],
  ],
  [
    'one that is a shift, to the minute',
    [['24T07:00', '24T19:00', 'dee']],
    ['dee 24T07:00 24T19:00', saturdayNight, sunday, sundayNight],
  ],
  [
    'one from the beginning of a shift',
    [['24T19:00', '24T21:00', 'dee']],
    [saturday, 'dee 24T19:00 24T21:00', 'ben 24T21:00 25T08:00', sunday, sundayNight],
  ],
  [
    'one until the end of a shift',
    [['25T05:00', '25T08:00', 'dee']],
    [saturday, 'ben 24T19:00 25T05:00', 'dee 25T05:00 25T08:00', sunday, sundayNight],
  ],
  [
    'one across a handover shortens both shifts',
    [['24T18:00', '24T21:00', 'dee']],
    ['ben 24T07:00 24T18:00', 'dee 24T18:00 24T21:00', 'ben 24T21:00 25T08:00', sunday, sundayNight],
  ],
  [
    'one across the change of the clocks',
    [['24T23:30', '25T02:00', 'dee']],
    [saturday, 'ben 24T19:00 24T23:30', 'dee 24T23:30 25T02:00', 'ben 25T02:00 25T08:00', sunday, sundayNight],
  ],
  [
    'one from 01:30 to the 01:30 after it, which is an hour',
    [['25T00:30', '25T01:30', 'dee']],
    [saturday, 'ben 24T19:00 25T00:30', 'dee 25T00:30 25T01:30', 'ben 25T01:30 25T08:00', sunday, sundayNight],
  ],
  [
    'one that ends when the clocks change',
    [['25T00:00', '25T01:00', 'dee']],
    [saturday, 'ben 24T19:00 25T00:00', 'dee 25T00:00 25T01:00', 'ben 25T01:00 25T08:00', sunday, sundayNight],
  ],
  [
    'two that touch, of two people',
    [
      ['24T10:00', '24T12:00', 'dee'],
      ['24T12:00', '24T14:00', 'eve'],
    ],
    [
      'ben 24T07:00 24T10:00',
      'dee 24T10:00 24T12:00',
      'eve 24T12:00 24T14:00',
      'ben 24T14:00 24T19:00',
      saturdayNight,
      sunday,
      sundayNight,
    ],
  ],
  [
    'two that touch, of one person, stay two',
    [
      ['24T07:00', '24T12:00', 'dee'],
      ['24T12:00', '24T19:00', 'dee'],
    ],
    ['dee 24T07:00 24T12:00', 'dee 24T12:00 24T19:00', saturdayNight, sunday, sundayNight],
  ],
  [
    'one inside an earlier one',
    [
      ['24T10:00', '24T16:00', 'dee'],
      ['24T12:00', '24T13:00', 'eve'],
    ],
    [
      'ben 24T07:00 24T10:00',
      'dee 24T10:00 24T12:00',
      'eve 24T12:00 24T13:00',
      'dee 24T13:00 24T16:00',
      'ben 24T16:00 24T19:00',
      saturdayNight,
      sunday,
      sundayNight,
    ],
  ],
  [
    'one around an earlier one hides it',
    [
      ['24T12:00', '24T13:00', 'eve'],
      ['24T10:00', '24T16:00', 'dee'],
    ],
    ['ben 24T07:00 24T10:00', 'dee 24T10:00 24T16:00', 'ben 24T16:00 24T19:00', saturdayNight, sunday, sundayNight],
  ],
  [
    'the later of two that overlap wins',
    [
      ['24T10:00', '24T14:00', 'dee'],
      ['24T12:00', '24T16:00', 'eve'],
    ],
    [
      'ben 24T07:00 24T10:00',
      'dee 24T10:00 24T12:00',
      'eve 24T12:00 24T16:00',
      'ben 24T16:00 24T19:00',
      saturdayNight,
      sunday,
      sundayNight,
    ],
  ],
  [
    'the later of two wins where it begins first, too',
    [
      ['24T12:00', '24T16:00', 'eve'],
      ['24T10:00', '24T14:00', 'dee'],
    ],
    [
      'ben 24T07:00 24T10:00',
      'dee 24T10:00 24T14:00',
      'eve 24T14:00 24T16:00',
      'ben 24T16:00 24T19:00',
      saturdayNight,
      sunday,
      sundayNight,
    ],
  ],
  [
    'the later of two for the same time',
    [
      ['24T07:00', '24T19:00', 'dee'],
      ['24T07:00', '24T19:00', 'eve'],
    ],
    ['eve 24T07:00 24T19:00', saturdayNight, sunday, sundayNight],
  ],
  [
    'three laid over one another',
    [
      ['24T07:00', '24T19:00', 'dee'],
      ['24T09:00', '24T17:00', 'eve'],
      ['24T11:00', '24T15:00', 'ann'],
    ],
    [
      'dee 24T07:00 24T09:00',
      'eve 24T09:00 24T11:00',
      'ann 24T11:00 24T15:00',
      'eve 24T15:00 24T17:00',
      'dee 24T17:00 24T19:00',
      saturdayNight,
      sunday,
      sundayNight,
    ],
  ],
  [
    'one over several shifts is one shift',
    [['24T10:00', '26T00:00', 'dee']],
    ['ben 24T07:00 24T10:00', 'dee 24T10:00 26T00:00', 'cas 26T00:00 26T08:00'],
  ],
  ['one over everything', [['20T00:00', '30T00:00', 'dee']], ['dee 24T07:00 26T08:00']],
  [
    'one that began before',
    [['23T00:00', '24T09:00', 'dee']],
    ['dee 24T07:00 24T09:00', 'ben 24T09:00 24T19:00', saturdayNight, sunday, sundayNight],
  ],
  [
    'one that goes on after',
    [['26T06:00', '27T00:00', 'dee']],
    [saturday, saturdayNight, sunday, 'cas 25T20:00 26T06:00', 'dee 26T06:00 26T08:00'],
  ],
  [
    'one that ends as the time asked for begins',
    [['23T00:00', '24T07:00', 'dee']],
    [saturday, saturdayNight, sunday, sundayNight],
  ],
  [
    'one that begins as the time asked for ends',
    [['26T08:00', '27T00:00', 'dee']],
    [saturday, saturdayNight, sunday, sundayNight],
  ],
  [
    'one of the person who has the turn anyway',
    [['24T10:00', '24T12:00', 'ben']],
    ['ben 24T07:00 24T10:00', 'ben 24T10:00 24T12:00', 'ben 24T12:00 24T19:00', saturdayNight, sunday, sundayNight],
  ],
  [
    'one of a minute',
    [['24T18:59', '24T19:00', 'dee']],
    ['ben 24T07:00 24T18:59', 'dee 24T18:59 24T19:00', saturdayNight, sunday, sundayNight],
  ],
];

describe('Overrides of a rota', () => {
  it.each(cases)('%s', (_claim, entries, shifts) => {
    expect(inWords(shiftsWithin(overridden(london, entries), weekend))).toEqual(shifts);
  });

  it('across the night in March that has 11 hours', () => {
    const rota: RotaRules = {
      ...aRota('Europe/London', aLayer({ start: '2026-03-27T08:00' })),
      overrides: [{ id: id(0), personId: 'dee', ...between('2026-03-29T00:30', '2026-03-29T02:00') }],
    };
    expect(inWords(shiftsWithin(rota, between('2026-03-28T20:00', '2026-03-29T07:00')))).toEqual([
      'ben 28T20:00 29T00:30',
      'dee 29T00:30 29T02:00',
      'ben 29T02:00 29T07:00',
    ]);
  });

  it('fill the hours that the layers leave', () => {
    const byDay = aLayer({
      start: '2026-10-23T08:00',
      restrictTo: [{ days: ['sat', 'sun'], from: '08:00', until: '20:00' }],
    });
    const rota = aRota('Europe/London', byDay);
    const night = between('2026-10-24T19:00', '2026-10-25T08:00');
    const gaps = (entries: readonly Entry[]): readonly string[] =>
      inWords(gapsOf(overridden(rota, entries), night, () => true).map((gap) => ({ ...gap, personId: gap.reason })));
    expect(gaps([])).toEqual(['uncovered 24T19:00 25T08:00']);
    expect(gaps([['24T19:00', '25T06:00', 'dee']])).toEqual(['uncovered 25T06:00 25T08:00']);
    expect(gaps([['24T21:00', '25T06:00', 'dee']])).toEqual([
      'uncovered 24T19:00 24T21:00',
      'uncovered 25T06:00 25T08:00',
    ]);
    expect(gaps([['24T12:00', '25T12:00', 'dee']])).toEqual([]);
  });

  it('cover the time before any layer begins', () => {
    const rota = overridden(aRota('Europe/London', aLayer({ start: '2026-11-01T08:00' })), [
      ['24T10:00', '24T12:00', 'dee'],
    ]);
    expect(inWords(shiftsWithin(rota, weekend))).toEqual(['dee 24T10:00 24T12:00']);
  });

  it('take precedence over every layer, whatever its hours', () => {
    const above = aLayer({ name: 'Doctors', start: '2026-10-23T08:00', personIds: ['fay'] });
    const rota = overridden({ ...london, layers: [...london.layers, above] }, [['24T10:00', '24T12:00', 'dee']]);
    expect(inWords(shiftsWithin(rota, between('2026-10-24T07:00', '2026-10-24T19:00')))).toEqual([
      'fay 24T07:00 24T10:00',
      'dee 24T10:00 24T12:00',
      'fay 24T12:00 24T19:00',
    ]);
  });

  it('leave a gap with a person who is not active, though a layer has another below', () => {
    const rota = overridden(london, [['24T10:00', '24T12:00', 'dee']]);
    expect(gapsOf(rota, weekend, (personId) => personId !== 'dee')).toEqual([
      { ...between('2026-10-24T10:00', '2026-10-24T12:00'), reason: 'empty-shift', personId: 'dee' },
    ]);
  });
});

/** The rota after the exchange of the shifts that hold two times. */
function swapped(rota: RotaRules, timeA: string, timeB: string): RotaRules {
  const swap = swapOf(rota, utc(october(timeA)), utc(october(timeB)));
  if (!swap.possible) throw new RangeError(swap.because);
  const first = rota.overrides.length;
  const overrides = swap.overrides.map((taken, index): Override => ({ ...taken, id: id(first + index) }));
  return { ...rota, overrides: [...rota.overrides, ...overrides] };
}

const swaps: readonly (readonly [
  claim: string,
  before: readonly Entry[],
  times: readonly [string, string],
  shifts: readonly string[],
])[] = [
  [
    'of two day shifts',
    [],
    ['24T07:00', '25T08:00'],
    ['cas 24T07:00 24T19:00', saturdayNight, 'ben 25T08:00 25T20:00', sundayNight],
  ],
  [
    'of a night of 13 hours for one of 12',
    [],
    ['24T19:00', '25T20:00'],
    [saturday, 'cas 24T19:00 25T08:00', sunday, 'ben 25T20:00 26T08:00'],
  ],
  [
    'of shifts that follow each other',
    [],
    ['24T19:00', '25T08:00'],
    [saturday, 'cas 24T19:00 25T08:00', 'ben 25T08:00 25T20:00', sundayNight],
  ],
  [
    'the later one first',
    [],
    ['25T08:00', '24T07:00'],
    ['cas 24T07:00 24T19:00', saturdayNight, 'ben 25T08:00 25T20:00', sundayNight],
  ],
  [
    'named by a time within, the hour of the clock change',
    [],
    ['25T00:30', '25T12:00'],
    [saturday, 'cas 24T19:00 25T08:00', 'ben 25T08:00 25T20:00', sundayNight],
  ],
  [
    'of a shift that an override covers: the person who has it now gives it away',
    [['24T07:00', '24T19:00', 'dee']],
    ['24T07:00', '25T08:00'],
    ['cas 24T07:00 24T19:00', saturdayNight, 'dee 25T08:00 25T20:00', sundayNight],
  ],
  [
    'of what an override has left of a shift',
    [['24T07:00', '24T15:00', 'dee']],
    ['24T15:00', '25T08:00'],
    ['dee 24T07:00 24T15:00', 'cas 24T15:00 24T19:00', saturdayNight, 'ben 25T08:00 25T20:00', sundayNight],
  ],
];

describe('Two people who exchange shifts', () => {
  it.each(swaps)('%s', (_claim, before, [timeA, timeB], shifts) => {
    expect(inWords(shiftsWithin(swapped(overridden(london, before), timeA, timeB), weekend))).toEqual(shifts);
  });

  it('have them back when they exchange them again', () => {
    const back = swapped(swapped(london, '24T07:00', '25T08:00'), '24T07:00', '25T08:00');
    expect(inWords(shiftsWithin(back, weekend))).toEqual(inWords(shiftsWithin(london, weekend)));
  });

  it.each([
    ['two shifts of one person', '24T07:00', '24T19:00', 'shiftB', 'both shifts are of the same person'],
    ['a shift for itself', '24T07:00', '24T10:00', 'shiftB', 'both shifts are of the same person'],
    ['where no person has the first', '20T07:00', '24T10:00', 'shiftA', 'no person has the turn at this time'],
    ['where no person has the second', '24T10:00', '20T07:00', 'shiftB', 'no person has the turn at this time'],
  ])('do not exchange %s', (_claim, timeA, timeB, shift, because) => {
    expect(swapOf(london, utc(october(timeA)), utc(october(timeB)))).toEqual({ possible: false, shift, because });
  });
});
