import fc from 'fast-check';
import { FairQueue } from './fair-queue.ts';

function queueOf(owners: readonly string[]): FairQueue<string> {
  const queue = new FairQueue<string>();
  for (const [nth, owner] of owners.entries()) queue.push(owner, `${owner}${String(nth)}`);
  return queue;
}

describe('messages that wait for their batch', () => {
  it('go with the next batch where few of a gateway wait, however many of another do', () => {
    const queue = queueOf([...Array<string>(5_000).fill('flood'), 'quiet', 'quiet']);
    const batch = queue.take(1_000);
    expect(batch).toHaveLength(1_000);
    expect(batch.filter((item) => item.startsWith('quiet'))).toEqual(['quiet5000', 'quiet5001']);
  });

  it('go in small numbers of each gateway where only so many of each are asked for', () => {
    const queue = queueOf([...Array<string>(40).fill('flood'), 'quiet', 'quiet', 'other']);
    const batch = queue.take(500, 5);
    expect(batch.filter((item) => item.startsWith('flood'))).toHaveLength(5);
    expect(batch).toHaveLength(8);
    expect(queue.size).toBe(35);
    expect(queue.take(500)).toHaveLength(35);
  });

  it('take turns in batches that are smaller than the number of gateways', () => {
    const queue = queueOf(['a', 'a', 'a', 'b', 'c']);
    expect([queue.take(1), queue.take(1), queue.take(1)].flat()).toEqual(['a0', 'b3', 'c4']);
  });

  it('come out once each, those of a gateway in the order in which they came, and no more than were asked for', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (owners, most) => {
          const queue = queueOf(owners);
          const taken: string[] = [];
          while (queue.size > 0) {
            const before = queue.size;
            const batch = queue.take(most);
            expect(batch).toHaveLength(Math.min(most, before));
            taken.push(...batch);
          }
          for (const owner of ['a', 'b', 'c', 'd']) {
            const came = owners.flatMap((one, nth) => (one === owner ? [`${owner}${String(nth)}`] : []));
            expect(taken.filter((item) => item.startsWith(owner))).toEqual(came);
          }
        },
      ),
    );
  });
});
