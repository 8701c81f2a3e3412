import type { TopicName } from '#libs/contracts';
import type { LogBatch } from '../event-log.ts';
import { BatchMerging } from './batch-merging.ts';

const batch = (partition: number, count = 1, topic: TopicName = 'observations'): LogBatch => ({
  topic,
  partition,
  records: Array.from({ length: count }, (_, n) => ({
    key: `${String(partition)}-${String(n)}`,
    value: '{}',
    position: BigInt(n),
    appendedAt: new Date(0),
  })),
});
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A merging whose runs end when the test says so. */
function controlled(restPerRun: number | ((topic: TopicName) => number) = 0) {
  const runs: { partitions: number[]; end: PromiseWithResolvers<undefined> }[] = [];
  const merging = new BatchMerging({
    onBatches: async (batches) => {
      const end = Promise.withResolvers<undefined>();
      runs.push({ partitions: batches.map(({ partition }) => partition), end });
      await end.promise;
    },
    maxRecords: 10,
    restPerRun: typeof restPerRun === 'number' ? () => restPerRun : restPerRun,
  });
  return { runs, merging };
}

describe('merging the batches of several partitions', () => {
  it('handles together what came together, and resolves for all', async () => {
    const { runs, merging } = controlled();
    const all = [0, 1, 2].map((partition) => merging.add(batch(partition)));
    await turn();
    expect(runs.map(({ partitions }) => partitions)).toEqual([[0, 1, 2]]);
    runs[0]?.end.resolve(undefined);
    await expect(Promise.all(all)).resolves.toHaveLength(3);
  });

  it('keeps topics apart', async () => {
    const { runs, merging } = controlled();
    void merging.add(batch(0));
    void merging.add(batch(1, 1, 'scores'));
    await turn();
    expect(runs.map(({ partitions }) => partitions)).toEqual([[0], [1]]);
  });

  it('runs two of a topic at once; what comes meanwhile travels with the next', async () => {
    const { runs, merging } = controlled();
    void merging.add(batch(0));
    await turn();
    void merging.add(batch(1));
    await turn();
    void merging.add(batch(2));
    await turn();
    void merging.add(batch(3));
    await turn();
    expect(runs.map(({ partitions }) => partitions)).toEqual([[0], [1]]);
    runs[0]?.end.resolve(undefined);
    await turn();
    expect(runs.map(({ partitions }) => partitions)).toEqual([[0], [1], [2, 3]]);
  });

  it('keeps a run within its limit, without splitting a batch', async () => {
    const { runs, merging } = controlled();
    for (const [partition, count] of [6, 4, 12, 1].entries()) void merging.add(batch(partition, count));
    await turn();
    runs[0]?.end.resolve(undefined);
    runs[1]?.end.resolve(undefined);
    await turn();
    expect(runs.map(({ partitions }) => partitions)).toEqual([[0, 1], [2], [3]]);
  });

  describe('where a run takes long', () => {
    /** A merging that has had a run of 50 ms, and another that begins now. */
    async function afterLongRun() {
      const { runs, merging } = controlled(4);
      const first = merging.add(batch(0));
      await turn();
      const until = performance.now() + 50;
      while (performance.now() < until) await turn();
      runs[0]?.end.resolve(undefined);
      await first;
      const start = performance.now();
      void merging.add(batch(1));
      await turn();
      return { runs, merging, start };
    }

    it('lets the next wait for what comes meanwhile, but none after a quiet time', async () => {
      const { runs, merging, start } = await afterLongRun();
      expect(runs[1]?.partitions).toEqual([1]);
      void merging.add(batch(2));
      await turn();
      void merging.add(batch(3));
      while (runs.length < 3) await turn();
      expect(performance.now() - start).toBeGreaterThan(30);
      expect(runs[2]?.partitions).toEqual([2, 3]);
    });

    it('has a full one begin at once', async () => {
      const { runs, merging, start } = await afterLongRun();
      void merging.add(batch(2, 10));
      while (runs.length < 3) await turn();
      expect(performance.now() - start).toBeLessThan(30);
    });
  });

  it('rests no longer than the work takes where that is little', async () => {
    const { runs, merging } = controlled(1);
    for (let run = 0; run < 20; run += 1) {
      const added = merging.add(batch(run));
      while (runs.length === run) await turn();
      runs[run]?.end.resolve(undefined);
      const start = performance.now();
      await added;
      expect(performance.now() - start).toBeLessThan(20);
    }
  });

  it('rests between runs of a topic that is to rest, and not between those of another', async () => {
    const { runs, merging } = controlled((topic) => (topic === 'scores' ? 0 : 1000));
    for (const topic of ['observations', 'scores'] as const) {
      const added = merging.add(batch(1, 1, topic));
      await turn();
      const start = performance.now();
      while (performance.now() - start < 2) await turn();
      runs.at(-1)?.end.resolve(undefined);
      await added;
    }
    void merging.add(batch(2, 1, 'observations'));
    void merging.add(batch(3, 1, 'scores'));
    await turn();
    expect(runs.map(({ partitions }) => partitions)).toEqual([[1], [1], [3]]);
  });

  it('tries each by itself when they failed together, and rejects only for those that fail again', async () => {
    const tried: number[][] = [];
    const merging = new BatchMerging({
      onBatches: (batches) => {
        const partitions = batches.map(({ partition }) => partition);
        tried.push(partitions);
        return partitions.includes(1) ? Promise.reject(new Error('poison')) : Promise.resolve();
      },
      maxRecords: 10,
      restPerRun: () => 0,
    });
    const all = await Promise.allSettled([0, 1, 2].map((partition) => merging.add(batch(partition))));
    expect(tried).toEqual([[0, 1, 2], [0], [1], [2]]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
