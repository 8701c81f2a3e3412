import { inSlices } from './in-slices.ts';

describe('A long list that is worked through in slices', () => {
  it('comes out whole and in order', async () => {
    const items = Array.from({ length: 1000 }, (_, index) => index);
    expect(await inSlices(items, (item, index) => item + index)).toEqual(items.map((item) => item * 2));
  });

  it('lets what waits have its turn before it is done', async () => {
    const order: string[] = [];
    const waits = new MessageChannel();
    waits.port1.addEventListener('message', () => order.push('what waited'));
    waits.port1.start();
    waits.port2.postMessage(null);
    const until = performance.now() + 60;
    const spin = (): void => {
      const stop = Math.min(until, performance.now() + 15);
      while (performance.now() < stop);
    };
    await inSlices([1, 2, 3, 4], spin);
    order.push('the list');
    waits.port1.close();
    expect(order).toEqual(['what waited', 'the list']);
  });

  it('fails with what fails', async () => {
    await expect(
      inSlices([1], () => {
        throw new Error('unreadable');
      }),
    ).rejects.toThrow('unreadable');
  });
});
