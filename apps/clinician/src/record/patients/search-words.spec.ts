import fc from 'fast-check';
import { nameKeyOf, searchedWords, searchWordsOf } from './search-words.ts';

const nhsNumber = '9990000018';
const isFound = (search: string, givenName: string, familyName: string): boolean => {
  const words = searchWordsOf({ nhsNumber, givenName, familyName });
  const searched = searchedWords(search);
  return searched.length > 0 && searched.every((start) => words.some((word) => word.startsWith(start)));
};

describe('A patient is found', () => {
  it.each([
    ['the beginnings of both names, in any order', 'jo smi', 'Joan', 'Smith'],
    ['a family name in capitals', 'SMITH', 'Joan', 'Smith'],
    ['a name without its accents', 'zoe muller', 'Zoë', 'Müller'],
    ['a name with accents that are not on record', 'José', 'Jose', 'Garcia'],
    ['a name without its apostrophe', 'oneill', 'Sinéad', "O'Neill"],
    ['a name with a curly apostrophe', 'o’neill', 'Sinéad', "O'Neill"],
    ['a name from after its apostrophe on', 'neill', 'Sinéad', 'O’Neill'],
    ['the second half of a double name', 'jones', 'Ann', 'Smith-Jones'],
    ['a double name with its hyphen', 'smith-jones', 'Ann', 'Smith-Jones'],
    ['a double name in one', 'smithjones', 'Ann', 'Smith-Jones'],
    ['one of two given names', 'mary', 'Ann Mary', 'Byron'],
    ['letters that are written in two ways', 'soren strasse', 'Søren', 'Straße'],
    ['another alphabet', 'иван', 'Иван', 'Петров'],
    ['three digits of the NHS number', '999', 'Ada', 'Byron'],
    ['the NHS number with spaces', '999 000 0018', 'Ada', 'Byron'],
    ['a name and the beginning of the number', 'byron 99900', 'Ada', 'Byron'],
  ])('by %s', (_claim, search, givenName, familyName) => {
    expect(isFound(search, givenName, familyName)).toBe(true);
  });

  it.each([
    ['the middle of a name', 'mith', 'Joan', 'Smith'],
    ['one word that fits and one that does not', 'joan brown', 'Joan', 'Smith'],
    ['two digits', '99', 'Ada', 'Byron'],
    ['the end of the NHS number', '0018', 'Ada', 'Byron'],
    ['nothing but signs', "-'-", 'Ada', 'Byron'],
  ])('not by %s', (_claim, search, givenName, familyName) => {
    expect(isFound(search, givenName, familyName)).toBe(false);
  });

  it('by the name as it is on record, whatever it is made of', () => {
    const name = fc.stringMatching(/^[A-Za-zÀ-ÖØ-öø-ÿ'’ -]{1,40}$/u);
    fc.assert(
      fc.property(name, name, (givenName, familyName) => {
        const search = `${givenName} ${familyName}`;
        expect(searchedWords(search).length === 0 || isFound(search, givenName, familyName)).toBe(true);
      }),
    );
  });
});

describe('Two people', () => {
  it.each([
    ['case, accents and apostrophes apart', ['Zoë', "O'Hara"], ['ZOE', 'Ohara'], true],
    ['hyphens and spaces apart', ['Ann Marie', 'Smith-Jones'], ['Ann-Marie', 'Smith Jones'], true],
    ['whichever is the family name', ['Chen', 'Wei'], ['Wei', 'Chen'], true],
    ['not by a part of it', ['Joan', 'Smith'], ['Jo', 'Smith'], false],
    ['not by the letters of both together', ['Ann', 'Abel'], ['Anna', 'Bel'], false],
  ] as const)('have one name, %s', (_claim, [givenName, familyName], [otherGiven, otherFamily], isSame) => {
    const other = nameKeyOf({ givenName: otherGiven, familyName: otherFamily });
    expect(nameKeyOf({ givenName, familyName }) === other).toBe(isSame);
  });
});
