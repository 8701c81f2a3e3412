import { qualifierChoices, qualifierWords } from './qualifier-words.ts';

describe('How a reading was taken, in words', () => {
  it.each([
    [{ site: 'tympanic' }, 'taken in the ear'],
    [{ method: 'ecg' }, 'counted by an ECG'],
    [{ position: 'lying', method: 'cuff' }, 'counted by a cuff, lying'],
    [{}, ''],
    [undefined, ''],
  ] as const)('%j: %s', (qualifiers, words) => {
    expect(qualifierWords(qualifiers)).toBe(words);
  });

  it('may be left out of a form', () => {
    expect(qualifierChoices('site').map(({ value }) => value)).toEqual([
      '',
      'oral',
      'tympanic',
      'axillary',
      'temporal',
      'rectal',
      'skin',
    ]);
  });
});
