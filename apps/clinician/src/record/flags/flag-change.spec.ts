import type { PatientFlag } from '#libs/contracts';
import { flagsInOrder, textOfChange } from './flag-change.ts';

const falls: PatientFlag = { kind: 'falls-risk', text: null };
const penicillin: PatientFlag = { kind: 'allergy', text: 'penicillin' };
const latex: PatientFlag = { kind: 'allergy', text: 'latex' };

describe('The flags of a patient', () => {
  it('are kept once each, in one order', () => {
    expect(flagsInOrder([falls, penicillin, latex, penicillin])).toEqual([latex, penicillin, falls]);
  });

  it.each([
    ['one that came', [], [penicillin], 'Flags: set allergy (penicillin). Seen on the letter.'],
    ['one that went', [falls], [], 'Flags: taken away risk of falls. Seen on the letter.'],
    [
      'one that is another',
      [latex],
      [penicillin],
      'Flags: set allergy (penicillin); taken away allergy (latex). Seen on the letter.',
    ],
    ['one beside another', [falls], [falls, latex], 'Flags: set allergy (latex). Seen on the letter.'],
  ])('have a change put into words: %s', (_claim, before, after, text) => {
    expect(textOfChange(before, after, 'Seen on the letter.')).toBe(text);
  });
});
