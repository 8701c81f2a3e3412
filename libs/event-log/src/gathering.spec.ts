import { Gathering } from './gathering.ts';

/** A gathering whose runs end when the test says so. */
function controlled(limits: { maxItems?: number; maxWeight?: number } = {}) {
  const runs: { items: readonly number[]; end: PromiseWithResolvers<undefined> }[] = [];
  const gathering = new Gathering<number>({
    run: async (items) => {
      const end = Promise.withResolvers<undefined>();
      runs.push({ items, end });
      await end.promise;
    },
    maxItems: limits.maxItems ?? 100,
    maxWeight: limits.maxWeight ?? 1_000,
    weigh: (item) => item,
    restMs: 0,
  });
  return { runs, gathering };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('gathering work', () => {
  it('starts at once when nothing runs, and hands all that came meanwhile to the next run in order', async () => {
    const { runs, gathering } = controlled();
    const all = [gathering.add([1])];
    await turn();
    expect(runs.map(({ items }) => items)).toEqual([[1]]);
    all.push(gathering.add([2, 3]), gathering.add([4]));
    runs[0]?.end.resolve(undefined);
    await turn();
    expect(runs[1]?.items).toEqual([2, 3, 4]);
    runs[1]?.end.resolve(undefined);
    await expect(Promise.all(all)).resolves.toHaveLength(3);
  });

  it('keeps runs within their limits, without splitting what one caller brought', async () => {
    const { runs, gathering } = controlled({ maxItems: 3, maxWeight: 50 });
    const all = [gathering.add([1])];
    await turn();
    for (const items of [[1, 1], [1, 1], [60], [2]]) all.push(gathering.add(items));
    for (let run = 0; run < 5; run += 1) {
      await turn();
      runs[run]?.end.resolve(undefined);
    }
    await Promise.all(all);
    expect(runs.map(({ items }) => items)).toEqual([[1], [1, 1], [1, 1], [60], [2]]);
  });

  it('rejects only for those whose run failed', async () => {
    const { runs, gathering } = controlled();
    const first = gathering.add([1]);
    await turn();
    const second = gathering.add([2]);
    runs[0]?.end.reject(new Error('no'));
    await expect(first).rejects.toThrow('no');
    await turn();
    runs[1]?.end.resolve(undefined);
    await expect(second).resolves.toBeUndefined();
  });

  it('is idle once everything has run', async () => {
    const { runs, gathering } = controlled();
    const added = gathering.add([1]);
    let idle = false;
    const waiting = gathering.idle().then(() => (idle = true));
    await turn();
    expect(idle).toBe(false);
    runs[0]?.end.resolve(undefined);
    await added;
    await waiting;
    expect(idle).toBe(true);
  });
});
