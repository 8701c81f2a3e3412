import { progressInWords } from './progress-in-words.ts';

describe('The progress of rebuilding the chart', () => {
  it.each([
    [{ records: 3000, ofRecords: 9000, seconds: 2 }, '3000 of 9000 records, 1500 a second, 4 s left'],
    [{ records: 1000, ofRecords: 601_000, seconds: 1 }, '1000 of 601000 records, 1000 a second, 10 min left'],
    [{ records: 1000, ofRecords: 10_801_000, seconds: 1 }, '1000 of 10801000 records, 1000 a second, 3.0 h left'],
    [{ records: 9000, ofRecords: 9000, seconds: 6 }, '9000 of 9000 records, 1500 a second, 0 s left'],
  ])('says of %j how many records are done, at what rate, and what is left', (progress, words) => {
    expect(progressInWords(progress)).toBe(words);
  });

  it('foretells nothing before the first record', () => {
    expect(progressInWords({ records: 0, ofRecords: 9000, seconds: 1 })).toBe('0 of 9000 records');
  });
});
