import { nextBatch } from './next-batch.ts';

const maxBatchMessages = 500;

describe('the next batch of messages', () => {
  it('lets no gateway wait that sends each message after the acknowledgement of the one before', () => {
    const one = { messages: 1, tookMs: 3, arrived: 1, maxBatchMessages };
    expect(nextBatch({ ...one, waiting: 1 })).toEqual({ restMs: 0, mostOfEach: 500 });
    expect(nextBatch({ ...one, waiting: 0 })).toEqual({ restMs: 0, mostOfEach: 500 });
  });

  it('gathers what comes from several gateways at once, for twice as long as the last batch took', () => {
    const few = { arrived: 3, maxBatchMessages };
    expect(nextBatch({ ...few, messages: 1, tookMs: 3, waiting: 2 }).restMs).toBe(6);
    expect(nextBatch({ ...few, messages: 4, tookMs: 7, waiting: 1 }).restMs).toBe(14);
  });

  it('waits never long for that, and takes all that there is', () => {
    const many = { messages: 40, tookMs: 120, arrived: 30, waiting: 30, maxBatchMessages };
    expect(nextBatch(many)).toEqual({ restMs: 15, mostOfEach: 500 });
  });

  it('waits for nothing where more waits than it can hold, and has little of each gateway then', () => {
    const behind = { messages: 50, tookMs: 10, arrived: 60, waiting: 500, maxBatchMessages };
    expect(nextBatch(behind)).toEqual({ restMs: 0, mostOfEach: 50 });
  });

  it('leaves the processor to what reads, while a backlog comes faster than it is taken', () => {
    const filling = { messages: 50, tookMs: 10, arrived: 101, waiting: 500, maxBatchMessages };
    expect(nextBatch(filling)).toEqual({ restMs: 30, mostOfEach: 25 });
    expect(nextBatch({ ...filling, waiting: 499 }).mostOfEach).toBe(500);
  });
});
