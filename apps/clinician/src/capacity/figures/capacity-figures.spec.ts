import { type BedFigures, instant } from '#libs/contracts';
import fc from 'fast-check';
import { acuityOf, figuresOf, type FlowCounts, noFlow, type WardPart } from './capacity-figures.ts';

const at = instant(Date.parse('2026-11-28T08:00:00Z'));

const part = (beds: Partial<BedFigures>, flow: Partial<FlowCounts> = {}): WardPart => {
  const { beds: all = 10, closed = 0, occupied = 0, reserved = 0 } = beds;
  const open = all - closed;
  return {
    beds: {
      at,
      beds: all,
      closed,
      open,
      occupied,
      onLeave: 0,
      reserved,
      free: Math.max(0, open - occupied - reserved),
      waiting: 0,
      overCapacity: Math.max(0, occupied - open),
      overrides: 0,
      occupancy: null,
      occupancyShown: null,
      expectedDischarges: { today: 0, tomorrow: 0 },
      staffedBeds: null,
      kits: null,
      acuityPoints: null,
      ...beds,
    },
    flow: { ...noFlow, ...flow },
  };
};

describe('The figures of wards together', () => {
  it('take no free bed of one ward for a patient too many on another', () => {
    const figures = figuresOf([part({ beds: 5, occupied: 7 }), part({ beds: 5, occupied: 2 })], at);
    expect(figures).toMatchObject({ open: 10, occupied: 9, free: 3, overCapacity: 2, occupancyShown: '90.0%' });
  });

  it('know of staff only where every ward has said so', () => {
    expect(figuresOf([part({ staffedBeds: 4 }), part({ staffedBeds: 5 })], at).staffedBeds).toBe(9);
    expect(figuresOf([part({ staffedBeds: 4 }), part({})], at).staffedBeds).toBeNull();
    expect(figuresOf([], at)).toMatchObject({ beds: 0, occupancy: null, occupancyShown: null, staffedBeds: null });
  });

  it('have the length of stay of all stays, not of all wards', () => {
    const figures = figuresOf(
      [part({}, { stays: 1, stayDays: 10 }), part({}, { stays: 3, stayDays: 6, ended: 2, endedDays: 9 })],
      at,
    );
    expect(figures.lengthOfStayDays).toEqual({ current: 4, ended: 4.5 });
    expect(figuresOf([part({})], at).lengthOfStayDays).toEqual({ current: null, ended: null });
  });

  it('count acuity from 1 for low to 4 for high', () => {
    expect((['low', 'low-medium', 'medium', 'high'] as const).map(acuityOf)).toEqual([1, 2, 3, 4]);
  });

  it('do not depend on how wards are put together', () => {
    const ward = fc.record({ beds: fc.nat(40), occupied: fc.nat(50), reserved: fc.nat(5) }).map((beds) => part(beds));
    fc.assert(
      fc.property(fc.array(ward, { minLength: 1, maxLength: 8 }), fc.nat(8), (wards, cut) => {
        const [first, rest] = [wards.slice(0, cut), wards.slice(cut)];
        const [whole, one, other] = [figuresOf(wards, at), figuresOf(first, at), figuresOf(rest, at)];
        for (const member of ['beds', 'open', 'occupied', 'free', 'overCapacity', 'reserved'] as const) {
          expect(whole[member]).toBe(one[member] + other[member]);
        }
      }),
    );
  });
});
