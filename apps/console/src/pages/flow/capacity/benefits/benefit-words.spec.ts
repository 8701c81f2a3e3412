import { type BenefitRow, bedDaysWords, ofWords, shareWords } from './benefit-words.ts';

const row: BenefitRow = {
  level: 'ward',
  name: 'North',
  pathway: 'acute-respiratory',
  stays: 12,
  bedDaysOnWard: 96.25,
  claimedBedDays: 60,
  measuredBedDays: 37,
  comparison: 'Weak.',
};

describe('Bed days saved, in words', () => {
  it.each([
    [{}, '62% of what is claimed'],
    [{ measuredBedDays: null }, 'not measured'],
    [{ claimedBedDays: null }, 'nothing is claimed'],
    [{ claimedBedDays: 0 }, '0 is claimed'],
  ])('%j is %s', (other, words) => {
    expect(shareWords({ ...row, ...other })).toBe(words);
  });

  it('say of which pathway they are', () => {
    expect([row, { ...row, pathway: null }].map(ofWords)).toEqual(['Acute respiratory', 'All pathways']);
    expect([96.25, null].map(bedDaysWords)).toEqual(['96.3', '–']);
  });
});
