import { instant, type Referral, ReferralId, derivedId } from '#libs/contracts';
import { aReferral } from '#libs/fixtures';
import { groupsOf } from './referral-groups.ts';

const named = (patientName: string, change: Partial<Referral>): Referral =>
  aReferral({ ...change, patientName, id: ReferralId.parse(derivedId('test-referral', patientName)) });

describe('Referrals', () => {
  it('stand under what has to be done with them, each waiting list in its order', () => {
    const groups = groupsOf([
      named('second', { state: 'waiting', wardName: 'North', waitingPosition: 2 }),
      named('first', { state: 'waiting', wardName: 'North', waitingPosition: 1 }),
      named('elsewhere', { state: 'waiting', wardName: 'East', waitingPosition: 1 }),
      named('kept for longer', { state: 'reserved', reservedUntil: instant(2_000) }),
      named('kept', { state: 'reserved', reservedUntil: instant(1_000) }),
      named('newer', { state: 'triaged', receivedAt: instant(5_000) }),
      named('older', { state: 'received', receivedAt: instant(4_000) }),
      named('gone', { state: 'declined' }),
    ]);
    expect(groups.map(({ title, referrals }) => [title, referrals.map(({ patientName }) => patientName)])).toEqual([
      ['To be looked at', ['older', 'newer']],
      ['With a reserved bed', ['kept', 'kept for longer']],
      ['Waiting list of East', ['elsewhere']],
      ['Waiting list of North', ['first', 'second']],
      ['Ended, the newest first', ['gone']],
    ]);
  });
});
