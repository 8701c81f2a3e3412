import { derivedId, StayId } from '#libs/contracts';
import { aBoardRow, aReferral, aStay } from '#libs/fixtures';
import { bedSlots } from './bed-slots.ts';

const stayIn = (bed: number, overCapacityReason: string | null = null) =>
  aStay({ id: StayId.parse(derivedId('test-stay', String(bed))), bed, overCapacityReason });

describe('The beds of a ward', () => {
  it('are free, reserved and closed as counted, the lowest of them given first', () => {
    const referral = aReferral({ state: 'reserved' });
    const slots = bedSlots({
      figures: { beds: 6, free: 1, reserved: 2 },
      stays: [stayIn(4), stayIn(1)],
      rows: [aBoardRow({ stayId: stayIn(4).id })],
      reserved: [referral],
    });
    expect(slots.map(({ bed, kind }) => [bed, kind])).toEqual([
      [1, 'taken'],
      [2, 'free'],
      [3, 'reserved'],
      [4, 'taken'],
      [5, 'reserved'],
      [6, 'closed'],
    ]);
    expect(slots[2]).toMatchObject({ referral });
    expect(slots[4]).toMatchObject({ referral: undefined });
    expect(slots[3]).toMatchObject({ row: { stayId: stayIn(4).id } });
  });

  it('beyond capacity are marked: by their reason, or since the ward has fewer beds now', () => {
    const slots = bedSlots({
      figures: { beds: 2, free: 0, reserved: 0 },
      stays: [stayIn(1), stayIn(2, 'No other ward had one.'), stayIn(3)],
      rows: [],
      reserved: [],
    });
    expect(slots.map((slot) => slot.kind === 'taken' && slot.isBeyond)).toEqual([false, true, true]);
  });
});
