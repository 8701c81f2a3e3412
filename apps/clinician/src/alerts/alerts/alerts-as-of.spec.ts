import { AlertId, instant, WardId } from '#libs/contracts';
import { anAlert } from '#libs/fixtures';
import { pageAsOf } from './alerts-as-of.ts';

const ids = [1, 2, 3, 4].map((digit) => AlertId.parse(`${String(digit)}1111111-7d51-4d1c-9a34-3f2f5d6a7b8c`));
const alerts = ids.map((id, index) => anAlert({ id, raisedAt: instant(Math.min(index, 2) * 60_000) }));

describe('A page of alerts as of an instant', () => {
  it('has the newest first and goes on where the one before ended', () => {
    const first = pageAsOf(alerts, { limit: 3 }, undefined);
    expect(first.items.map(({ id }) => id)).toEqual([ids[3], ids[2], ids[1]]);
    expect(first.nextCursor).not.toBeNull();
    const rest = pageAsOf(alerts, { limit: 3 }, [instant(60_000), ids[1] ?? '']);
    expect(rest).toMatchObject({ items: [{ id: ids[0] }], nextCursor: null });
  });

  it('has those of one ward, and those in one state, where that is asked for', () => {
    const elsewhere = anAlert({ wardId: WardId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a02'), state: 'resolved' });
    const all = [...alerts, elsewhere];
    expect(pageAsOf(all, { limit: 9, wardId: elsewhere.wardId }, undefined).items).toEqual([elsewhere]);
    expect(pageAsOf(all, { limit: 9, state: 'open' }, undefined).items).toHaveLength(4);
    expect(pageAsOf(all, { limit: 9, state: 'resolved' }, undefined).items).toEqual([elsewhere]);
  });
});
