import fc from 'fast-check';
import { type OpenStream, streamToClose } from './stream-limits.ts';

const limits = { perPerson: 3, inAll: 6, waitingBytes: 1000 };
const stream = (personId: string, waitingBytes = 0): OpenStream => ({ personId, waitingBytes });

describe('Of open live streams', () => {
  it.each<[string, readonly OpenStream[], ReturnType<typeof streamToClose>]>([
    ['none is closed within the limits', [stream('a'), stream('a'), stream('a', 1000), stream('b')], undefined],
    [
      'the oldest of a person with too many is closed, where all of them keep up',
      [stream('b'), stream('a', 0), stream('a'), stream('a'), stream('a')],
      { stream: stream('a'), reason: 'too-many-of-this-person' },
    ],
    [
      'the slowest of a person with too many is closed',
      [stream('a'), stream('a', 5), stream('a', 700), stream('a', 6)],
      { stream: stream('a', 700), reason: 'too-many-of-this-person' },
    ],
    [
      'the one that reads slowest is closed where too much waits',
      [stream('a', 400), stream('b', 601), stream('c')],
      { stream: stream('b', 601), reason: 'too-slow' },
    ],
    [
      'one of whoever has most is closed where there are too many in all',
      [stream('a'), stream('b', 9), stream('c'), stream('b', 8), stream('b'), stream('d'), stream('e')],
      { stream: stream('b', 9), reason: 'too-many-streams' },
    ],
  ])('%s', (_claim, streams, expected) => {
    expect(streamToClose(streams, limits)).toEqual(expected);
  });

  it('closing one after the other keeps every limit, and costs none of a person who has one and reads it', () => {
    const streams = fc.array(fc.record({ personId: fc.constantFrom('a', 'b', 'c'), waitingBytes: fc.nat(600) }), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(streams, (others) => {
        const bystander = stream('bystander');
        let open: readonly OpenStream[] = [bystander, ...others];
        for (let next = streamToClose(open, limits); next !== undefined; next = streamToClose(open, limits)) {
          const { stream: closed } = next;
          open = open.filter((one) => one !== closed);
        }
        expect(open).toContain(bystander);
        expect(open.length).toBeLessThanOrEqual(limits.inAll);
        expect(open.reduce((sum, { waitingBytes }) => sum + waitingBytes, 0)).toBeLessThanOrEqual(limits.waitingBytes);
      }),
    );
  });
});
