import { textFaultsOf } from './carried-text.ts';

describe('Text that cannot be carried to the end', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['U+0000 in a text', 'a\u0000', ['']],
    [
      'half a surrogate pair, deep inside',
      { readings: [{ value: 'well' }, { value: 'x\uD83D' }] },
      ['readings.1.value'],
    ],
    ['both of several', { note: '\uDE00', reason: '\u0000', by: 'A Nurse' }, ['note', 'reason']],
    ['a key', { given: { 'a\u0000': 1 } }, ['given']],
    ['none where a pair is whole', { note: 'so well 😀' }, []],
    ['none in what is no text', [1, null, true, undefined], []],
  ])('is found by its path: %s', (_claim, value, paths) => {
    expect(textFaultsOf(value).map(({ path }) => path)).toEqual(paths);
  });
});
