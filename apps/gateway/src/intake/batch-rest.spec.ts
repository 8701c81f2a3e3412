import { restAfterBatch } from './batch-rest.ts';

describe('the rest between batches of messages', () => {
  it('lets no gateway wait that sends each message after the acknowledgement of the one before', () => {
    expect(restAfterBatch({ messages: 1, tookMs: 3, waiting: 1, maxBatchMessages: 500 })).toBe(0);
    expect(restAfterBatch({ messages: 1, tookMs: 3, waiting: 0, maxBatchMessages: 500 })).toBe(0);
  });

  it('gathers what comes from several gateways at once, for as long as the last batch took', () => {
    expect(restAfterBatch({ messages: 1, tookMs: 3, waiting: 2, maxBatchMessages: 500 })).toBe(3);
    expect(restAfterBatch({ messages: 4, tookMs: 7, waiting: 1, maxBatchMessages: 500 })).toBe(7);
  });

  it('is never long, and is none where the next is full', () => {
    expect(restAfterBatch({ messages: 40, tookMs: 120, waiting: 30, maxBatchMessages: 500 })).toBe(10);
    expect(restAfterBatch({ messages: 500, tookMs: 3, waiting: 500, maxBatchMessages: 500 })).toBe(0);
  });
});
