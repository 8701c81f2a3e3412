import fc from 'fast-check';
import { canResume, eventId, mostReplayed, placeAfter } from './live-place.ts';

describe('A place in the live stream', () => {
  it.each([
    ['41', { position: 41, eventsSeen: 0 }],
    ['0', { position: 0, eventsSeen: 0 }],
    ['42.2', { position: 41, eventsSeen: 2 }],
    ['', undefined],
    ['4 2', undefined],
    ['42.', undefined],
    ['-1', undefined],
    ['9'.repeat(40), undefined],
  ])('after the event %j is %j', (id, place) => {
    expect(placeAfter(id)).toEqual(place);
  });

  it('comes back from the id of every event', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.integer({ min: 1, max: 500 }), fc.nat(499), (position, count, index) => {
        fc.pre(index < count && position > 0);
        const place = placeAfter(eventId(position, index, count));
        const last = index === count - 1;
        expect(place).toEqual(last ? { position, eventsSeen: 0 } : { position: position - 1, eventsSeen: index + 1 });
      }),
    );
  });

  const kept = { base: 100, head: 30_000 };
  it.each([
    ['the newest change', { position: 30_000, eventsSeen: 0 }, true],
    ['the middle of the newest change', { position: 29_999, eventsSeen: 1 }, true],
    ['further back than is sent again', { position: 30_000 - mostReplayed - 1, eventsSeen: 0 }, false],
    ['what is forgotten', { position: 99, eventsSeen: 0 }, false],
    ['a change that has not happened', { position: 30_001, eventsSeen: 0 }, false],
    ['the middle of a change that has not happened', { position: 30_000, eventsSeen: 1 }, false],
  ])('can be resumed from: %s', (_claim, place, can) => {
    expect(canResume(place, kept)).toBe(can);
  });
});
