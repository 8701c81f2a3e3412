import { AlertId, compareAlerts, instant, WardId } from '#libs/contracts';
import { anAlert } from '#libs/fixtures';
import { pageAsOf } from './alerts-as-of.ts';

const ids = [1, 2, 3, 4].map((digit) => AlertId.parse(`${String(digit)}1111111-7d51-4d1c-9a34-3f2f5d6a7b8c`));
const alerts = ids.map((id, index) => anAlert({ id, raisedAt: instant(Math.min(index, 2) * 60_000) }));

describe('A page of alerts as of an instant', () => {
  it('has the newest first and goes on where the one before ended', () => {
    const first = pageAsOf(alerts, { limit: 3, order: 'newest' });
    expect(first.items.map(({ id }) => id)).toEqual([ids[3], ids[2], ids[1]]);
    const rest = pageAsOf(alerts, { limit: 3, order: 'newest', cursor: first.nextCursor ?? '' });
    expect(rest).toMatchObject({ items: [{ id: ids[0] }], nextCursor: null });
  });

  it('has the most urgent first where that is asked for, page after page', () => {
    const tiers = ['low-medium', 'high', 'medium', 'high'] as const;
    const mixed = alerts.map((alert, index) => ({ ...alert, tier: tiers[index] ?? 'high' }));
    const query = { limit: 2, order: 'urgency' } as const;
    const first = pageAsOf(mixed, query);
    const rest = pageAsOf(mixed, { ...query, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...rest.items]).toEqual(mixed.toSorted(compareAlerts));
    expect(first.items.map(({ tier }) => tier)).toEqual(['high', 'high']);
    expect(rest.nextCursor).toBeNull();
  });

  it('has those of one ward, and those in one state, where that is asked for', () => {
    const elsewhere = anAlert({ wardId: WardId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a02'), state: 'resolved' });
    const all = [...alerts, elsewhere];
    const query = { limit: 9, order: 'newest' } as const;
    expect(pageAsOf(all, { ...query, wardId: elsewhere.wardId }).items).toEqual([elsewhere]);
    expect(pageAsOf(all, { ...query, state: 'open' }).items).toHaveLength(4);
    expect(pageAsOf(all, { ...query, state: 'resolved' }).items).toEqual([elsewhere]);
  });

  it('has those that a person saw to then, where that is asked for', () => {
    const [first, ...others] = alerts.map((alert) => ({ ...alert, owner: { id: 'u-2', name: 'B. Okoro' } }));
    const mine = { ...(first ?? anAlert()), owner: { id: 'u-1', name: 'A. Yusuf' } };
    expect(pageAsOf([mine, ...others], { limit: 9, order: 'newest', owner: 'u-1' }).items).toEqual([mine]);
  });
});
