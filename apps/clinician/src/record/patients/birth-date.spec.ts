import { birthDateFault } from './birth-date.ts';

describe('A birth date that no patient can have', () => {
  const now = new Date('2026-06-21T23:30:00Z');

  it.each([
    ['tomorrow, by the clocks in London', '2026-06-23', 'in the future'],
    ['a mistyped century', '2050-03-04', 'in the future'],
    ['more than 120 years ago', '1906-06-21', 'more than 120 years ago'],
  ])('is %s', (_claim, birthDate, words) => {
    expect(birthDateFault(birthDate, now)).toContain(`found ${birthDate}`);
    expect(birthDateFault(birthDate, now)).toContain(words);
    expect(birthDateFault(birthDate, now)).toContain('expected a day from 1906-06-22');
  });

  it.each([
    ['today, by the clocks in London', '2026-06-22'],
    ['120 years ago to the day', '1906-06-22'],
    ['any day between', '1950-03-04'],
  ])('is not %s', (_claim, birthDate) => {
    expect(birthDateFault(birthDate, now)).toBeUndefined();
  });
});
