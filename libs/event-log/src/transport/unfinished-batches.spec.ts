import type { LogBatch } from '../event-log.ts';
import { UnfinishedBatches } from './unfinished-batches.ts';

const at = (second: number): Date => new Date(Date.UTC(2026, 10, 21, 8, 30, second));
const batchOf = (partition: number, second: number): LogBatch => ({
  topic: 'signals',
  partition,
  records: [{ key: 'a', value: '{}', position: 1n, appendedAt: at(second) }],
});

describe('The age of what a consumer has read and not worked through', () => {
  it('is that of the oldest record of any partition, until its batch is done', () => {
    const unfinished = new UnfinishedBatches();
    unfinished.begun(batchOf(0, 10));
    unfinished.begun(batchOf(1, 20));
    expect([...unfinished.oldestSeconds(at(30))]).toEqual([['signals', 20]]);
    unfinished.done(batchOf(0, 10));
    expect([...unfinished.oldestSeconds(at(30))]).toEqual([['signals', 10]]);
    unfinished.done(batchOf(1, 20));
    expect([...unfinished.oldestSeconds(at(30))]).toEqual([['signals', 0]]);
  });

  it('goes on while a batch fails and comes again, and ends when another member takes the partition', () => {
    const unfinished = new UnfinishedBatches();
    unfinished.begun(batchOf(0, 10));
    unfinished.begun(batchOf(0, 10));
    expect(unfinished.oldestSeconds(at(40)).get('signals')).toBe(30);
    unfinished.clear();
    expect(unfinished.oldestSeconds(at(50)).get('signals')).toBe(0);
  });
});
