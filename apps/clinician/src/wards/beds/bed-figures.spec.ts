import { StayId, WardId } from '#libs/contracts';
import fc from 'fast-check';
import { bedFiguresOf, countStays, noStays, occupancyOf, todayAndTomorrow } from './bed-figures.ts';

const at = new Date('2026-11-22T08:00:00.000Z');
const counts = {
  ...noStays,
  beds: 10,
  closed: 2,
  staffedBeds: 9,
  kits: null,
  acuityPoints: null,
  reserved: 1,
  waiting: 3,
  occupied: 6,
  onLeave: 1,
  overrides: 0,
  leavingToday: 2,
  leavingTomorrow: 1,
};

describe('The figures of a ward', () => {
  it('follow from what is counted', () => {
    expect(bedFiguresOf(counts, at)).toEqual({
      at: '2026-11-22T08:00:00.000Z',
      beds: 10,
      closed: 2,
      open: 8,
      occupied: 6,
      onLeave: 1,
      reserved: 1,
      free: 1,
      waiting: 3,
      overCapacity: 0,
      overrides: 0,
      occupancy: 0.75,
      occupancyShown: '75.0%',
      expectedDischarges: { today: 2, tomorrow: 1 },
      staffedBeds: 9,
      kits: null,
      acuityPoints: null,
    });
  });

  it('say how far a ward is over its capacity, and keep the true occupancy', () => {
    const over = bedFiguresOf({ ...counts, beds: 6, occupied: 6, reserved: 0 }, at);
    expect(over).toMatchObject({ open: 4, free: 0, overCapacity: 2, occupancy: 1.5, occupancyShown: '100%*' });
  });

  it.each([
    [0, 12, '0.0%'],
    [8490, 11918, '71.2%'],
    [1, 3, '33.3%'],
    [1, 16, '6.3%'],
    [12, 12, '100.0%'],
    [13, 12, '100%*'],
    [0, 0, null],
    [3, 0, null],
  ])('show %i of %i beds as %s', (occupied, open, shown) => {
    expect(occupancyOf(occupied, open).occupancyShown).toBe(shown);
  });

  it('never have more free beds than open ones that no patient is in', () => {
    const small = fc.integer({ min: 0, max: 30 });
    fc.assert(
      fc.property(small, small, small, (beds, occupied, reserved) => {
        const figures = bedFiguresOf({ ...counts, beds, closed: 0, occupied, reserved }, at);
        expect(figures.free * figures.overCapacity).toBe(0);
        expect(figures.free).toBeLessThanOrEqual(Math.max(0, beds - occupied));
      }),
    );
  });
});

describe('The stays with a bed at a time', () => {
  const wardId = WardId.parse('3f333df6-90a4-4fda-8dd3-9485d27cee36');
  const [one, other, third] = [1, 2, 3].map((n) => StayId.parse(`3f333df6-90a4-4fda-8dd3-9485d27cee0${String(n)}`));
  if (one === undefined || other === undefined || third === undefined) throw new Error('Expected three ids.');

  it('are counted by what they were then', () => {
    const placed = [one, other, third].map((stayId) => ({ stayId, wardId, isOverride: stayId === third }));
    const states = new Map([
      [one, { state: 'admitted' as const, expectedDischargeDate: '2026-11-22' }],
      [other, { state: 'on-leave' as const, expectedDischargeDate: '2026-11-23' }],
      [third, { state: 'admitted' as const, expectedDischargeDate: null }],
    ]);
    const counted = countStays(placed, states, { today: '2026-11-22', tomorrow: '2026-11-23' });
    expect(counted.get(wardId)).toEqual({
      occupied: 3,
      onLeave: 1,
      overrides: 1,
      leavingToday: 1,
      leavingTomorrow: 1,
    });
  });
});

it.each([
  ['2026-11-22T23:59:00Z', '2026-11-22', '2026-11-23'],
  ['2026-06-30T23:30:00Z', '2026-07-01', '2026-07-02'],
  ['2026-10-24T23:30:00Z', '2026-10-25', '2026-10-26'],
])('at %s it is %s in London', (time, today, tomorrow) => {
  expect(todayAndTomorrow(new Date(time), 'Europe/London')).toEqual({ today, tomorrow });
});
