import fc from 'fast-check';
import { canResume, eventId, mostReplayed, positionAfter } from './live-position.ts';

describe('A position in the live stream', () => {
  it.each([
    ['41', { change: 41, eventsSeen: 0 }],
    ['0', { change: 0, eventsSeen: 0 }],
    ['42.2', { change: 41, eventsSeen: 2 }],
    ['', undefined],
    ['4 2', undefined],
    ['42.', undefined],
    ['-1', undefined],
    ['9'.repeat(40), undefined],
  ])('after the event %j is %j', (id, position) => {
    expect(positionAfter(id)).toEqual(position);
  });

  it('comes back from the id of every event', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.integer({ min: 1, max: 500 }), fc.nat(499), (change, count, index) => {
        fc.pre(index < count && change > 0);
        const position = positionAfter(eventId(change, index, count));
        const last = index === count - 1;
        expect(position).toEqual(last ? { change, eventsSeen: 0 } : { change: change - 1, eventsSeen: index + 1 });
      }),
    );
  });

  const kept = { base: 100, head: 30_000 };
  it.each([
    ['the newest change', { change: 30_000, eventsSeen: 0 }, true],
    ['the middle of the newest change', { change: 29_999, eventsSeen: 1 }, true],
    ['further back than is sent again', { change: 30_000 - mostReplayed - 1, eventsSeen: 0 }, false],
    ['what is not kept any more', { change: 99, eventsSeen: 0 }, false],
    ['a change that has not happened', { change: 30_001, eventsSeen: 0 }, false],
    ['the middle of a change that has not happened', { change: 30_000, eventsSeen: 1 }, false],
  ])('can be resumed from: %s', (_claim, position, can) => {
    expect(canResume(position, kept)).toBe(can);
  });
});
