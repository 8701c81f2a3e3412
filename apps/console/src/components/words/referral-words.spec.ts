import { aReferral } from '#libs/fixtures';
import { instant } from '#libs/contracts';
import { sourceWords, whereReferralIs } from './referral-words.ts';

const now = Date.parse('2026-11-21T08:30:00.000Z');

describe('Where a referral is', () => {
  it.each([
    [
      'its position and why it waits',
      { state: 'waiting', waitingPosition: 2, stateReason: 'North is full.' },
      'Number 2 on the waiting list. North is full.',
    ],
    [
      'until when its bed is kept',
      { state: 'reserved', reservedUntil: instant(now + 3_600_000) },
      'Reserved until 09:30.',
    ],
    ['why it was declined', { state: 'declined', stateReason: 'Lives too far away.' }, 'Declined. Lives too far away.'],
    ['that it is new', { state: 'received' }, 'Received.'],
  ] as const)('says %s', (_what, change, words) => {
    expect(whereReferralIs(aReferral(change), now)).toBe(words);
  });
});

describe('The source of a referral', () => {
  it.each([
    ['general-practice', 'General practice'],
    ['Dr Bell, Rose Lane Surgery', 'Dr Bell, Rose Lane Surgery'],
  ])('%s is %s in words', (source, words) => {
    expect(sourceWords(source)).toBe(words);
  });
});
