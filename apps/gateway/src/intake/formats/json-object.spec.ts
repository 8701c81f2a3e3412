import fc from 'fast-check';
import { mayBeObject, noObject } from './json-object.ts';

const judged = (payload: string, seen = payload.length) =>
  mayBeObject(Buffer.from(payload.slice(0, seen)), payload.length);

describe('A payload that may be a JSON object', () => {
  it('is every object, however it is spaced and however little of it is seen', () => {
    const space = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r') });
    fc.assert(
      fc.property(fc.object(), space, fc.nat(10), (object, spaces, seen) => {
        expect(judged(`${spaces}${JSON.stringify(object)}${spaces}`, seen)).toBe(true);
      }),
    );
  });

  it.each(['', '  ', 'junk', '123', '[{}]', '"{"', 'null', '{', '{ junk', '{{}}', '{"', '{"a":1', '{"a":1}x'])(
    'is not %j',
    (payload) => {
      expect(judged(payload)).toBe(false);
    },
  );

  it('is said to be none by its beginning or its end alone, whatever the bytes', () => {
    const said = (payload: string): string => noObject(Buffer.from(payload), payload.length).message;
    expect(said('123'.padEnd(16_000, 'x'))).toBe(
      'Found "123xxxxxxxxxxxxxxxxx" at the beginning; expected a JSON object.',
    );
    expect(said('{"123'.padEnd(16_000, 'y'))).toBe('Found "yyyyyyyyyyyyyyyyyyyy" at the end; expected a JSON object.');
    fc.assert(fc.property(fc.uint8Array(), (bytes) => noObject(Buffer.from(bytes), bytes.length).message.length < 300));
  });
});
