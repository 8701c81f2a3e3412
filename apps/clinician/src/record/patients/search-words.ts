/** Letters that have no accent to take off, as they are written without them. */
const spelledOut: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

const apostrophes = /['’‘ʼ`´]/gu;
/** What stands between two words; an apostrophe may stand within one. */
const betweenWords = /[^\p{L}\p{N}]+/u;

/** Lower case without accents: what differs in no other way is the same name. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[ßæœøłđðþı]/gu, (letter) => spelledOut[letter] ?? letter);
}

const wordsOf = (text: string): readonly string[] => text.split(betweenWords).filter((word) => word !== '');

/**
 * The words by whose beginnings a patient is found: the NHS number, and of each name its parts. O'Neill is found as
 * "oneill" and as "neill", Smith-Jones as "smith", "jones" and "smithjones".
 */
export function searchWordsOf(patient: {
  readonly nhsNumber: string;
  readonly givenName: string;
  readonly familyName: string;
}): readonly string[] {
  const names = [patient.givenName, patient.familyName].flatMap((name) => folded(name).split(/\s+/));
  const parts = names.flatMap((name) => [
    ...wordsOf(name),
    ...wordsOf(name.replaceAll(apostrophes, '')),
    wordsOf(name).join(''),
  ]);
  return [...new Set([patient.nhsNumber, ...parts])].filter((word) => word !== '').toSorted();
}

/**
 * The same for two people whose names differ in case, accents, apostrophes, hyphens or spaces alone; and whichever of their
 * names was taken for the family name.
 */
export function nameKeyOf({ givenName, familyName }: Readonly<Record<'givenName' | 'familyName', string>>): string {
  return [givenName, familyName]
    .map((name) => wordsOf(folded(name).replaceAll(apostrophes, '')).join(''))
    .toSorted()
    .join(' ');
}

/** Fewer digits would be the beginning of every tenth or hundredth number. */
const fewestDigits = 3;

/**
 * What was typed, as the beginnings of words that a patient is to have: all of them, in any order. Digits alone are one NHS
 * number, whatever stands between them. Nothing where no patient is to be found by it.
 */
export function searchedWords(search: string): readonly string[] {
  const text = folded(search).replaceAll(apostrophes, '');
  const words = wordsOf(text);
  if (!words.every((word) => /^\d+$/.test(word))) return words;
  const digits = words.join('');
  return digits.length < fewestDigits ? [] : [digits];
}
