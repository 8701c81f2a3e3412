import { ShortCache } from './short-cache.ts';

const at = (minutes: number): Date => new Date(Date.UTC(2026, 10, 28, 12, minutes));

describe('A short cache', () => {
  it('has what is made once for those who ask within five minutes, and anew after that', async () => {
    const kept = new ShortCache<string, number>();
    let made = 0;
    const make = (): Promise<number> => Promise.resolve((made += 1));
    expect(await Promise.all([kept.get('ward', at(0), make), kept.get('ward', at(0), make)])).toEqual([1, 1]);
    expect(await kept.get('ward', at(4), make)).toBe(1);
    expect(await kept.get('other ward', at(4), make)).toBe(2);
    expect(await kept.get('ward', at(5), make)).toBe(3);
  });

  it('does not keep a failure', async () => {
    const kept = new ShortCache<string, number>();
    await expect(kept.get('ward', at(0), () => Promise.reject(new Error('No database.')))).rejects.toThrow(
      'No database.',
    );
    expect(await kept.get('ward', at(1), () => Promise.resolve(1))).toBe(1);
  });
});
