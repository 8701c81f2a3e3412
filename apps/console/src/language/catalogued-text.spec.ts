import { plural, t } from '@lingui/core/macro';

describe('Catalogued text', () => {
  it.each([
    [1, '1 alert of Prosser'],
    [2, '2 alerts of Prosser'],
  ])('is said in English without a catalogue: %d', (count, words) => {
    const name = 'Prosser';
    expect(t`${plural(count, { one: '# alert', other: '# alerts' })} of ${name}`).toBe(words);
  });
});
