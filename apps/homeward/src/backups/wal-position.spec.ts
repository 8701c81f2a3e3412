import fc from 'fast-check';

import {
  firstMissingSegment,
  parseWalPosition,
  parseWalSegmentName,
  walPositionText,
  walSegmentName,
} from './wal-position.ts';

const sixteenMegabytes = 16 * 1024 * 1024;

describe('a position in the write-ahead log', () => {
  it('is read as Postgres writes it', () => {
    expect(parseWalPosition('0/2000028')).toBe(0x2_00_00_28n);
    expect(parseWalPosition('16/B374D848')).toBe(0x16_b3_74_d8_48n);
  });

  it('comes back as it was, whatever it is', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (position) => {
        expect(parseWalPosition(walPositionText(position))).toBe(position);
      }),
    );
  });
});

describe('the name of a segment', () => {
  it('is that of Postgres: timeline, then the number in two parts', () => {
    expect(walSegmentName({ timeline: 1, number: 2n }, sixteenMegabytes)).toBe('000000010000000000000002');
    expect(walSegmentName({ timeline: 3, number: 0x16_b3n }, sixteenMegabytes)).toBe('0000000300000016000000B3');
    expect(walSegmentName({ timeline: 1, number: 5n }, 2 ** 30)).toBe('000000010000000100000001');
  });

  it('comes back as it was, for every size that Postgres has', () => {
    const timeline = fc.integer({ min: 1, max: 2 ** 31 - 1 });
    const number = fc.bigInt({ min: 0n, max: 2n ** 32n });
    const size = fc.integer({ min: 20, max: 30 }).map((exponent) => 2 ** exponent);
    fc.assert(
      fc.property(timeline, number, size, (ofTimeline, ofNumber, segmentBytes) => {
        const segment = { timeline: ofTimeline, number: ofNumber };
        expect(parseWalSegmentName(walSegmentName(segment, segmentBytes), segmentBytes)).toEqual(segment);
      }),
    );
  });

  it('is not that of a history file or of a segment that is not full', () => {
    for (const name of ['00000002.history', '000000010000000000000002.partial'])
      expect(parseWalSegmentName(name, sixteenMegabytes)).toBeUndefined();
  });
});

describe('the first missing segment', () => {
  it('is found between two that are there, on whichever timeline', () => {
    expect(firstMissingSegment([7n, 4n, 5n, 5n])).toBe(6n);
    expect(firstMissingSegment([4n, 5n, 5n, 6n])).toBeUndefined();
    expect(firstMissingSegment([])).toBeUndefined();
  });
});
