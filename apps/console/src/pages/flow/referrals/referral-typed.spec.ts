import { NewReferral, TriageReferral } from '#libs/contracts';
import { aReferral } from '#libs/fixtures';
import { emptyReferral, faultsOfReferral, referralBody, triageBody, triageOf } from './referral-typed.ts';

const asks = [
  { id: 'safe-at-home', text: 'It is safe at home.', source: 'here' },
  { id: 'home-suitable', text: 'The home is fit for care.', source: 'here' },
];
const { patientId } = aReferral();
const typed = { ...emptyReferral, pathway: 'frailty', reason: ' Falls at home. ', criteria: ['safe-at-home'] };

describe('A referral that is typed', () => {
  it('is sent with each criterion of the pathway, met or not, and without what was left blank', () => {
    const body = referralBody(patientId, typed, asks);
    expect(body).toEqual({
      patientId,
      pathway: 'frailty',
      urgency: 'routine',
      source: 'general-practice',
      step: 'up',
      reason: 'Falls at home.',
      criteria: { 'safe-at-home': true, 'home-suitable': false },
    });
    expect(NewReferral.safeParse(body).success).toBe(true);
  });

  it('does not send the answer to a criterion of another pathway', () => {
    expect(referralBody(patientId, { ...typed, criteria: ['weight-possible'] }, asks).criteria).toEqual({
      'safe-at-home': false,
      'home-suitable': false,
    });
  });

  it('names another source as it was typed', () => {
    expect(referralBody(patientId, { ...typed, source: 'other', otherSource: ' A hospice ' }, asks).source).toBe(
      'A hospice',
    );
  });

  it.each([
    ['without a pathway', { pathway: '' }, 'pathway'],
    ['without a reason', { reason: ' ' }, 'reason'],
    ['with a day that the calendar does not have', { expectedDischargeDate: '31/02/2027' }, 'expectedDischargeDate'],
    ['by another whom it does not name', { source: 'other', otherSource: '' }, 'source'],
  ])('is not sent %s', (_what, change, path) => {
    expect(faultsOfReferral({ ...typed, ...change }).map((fault) => fault.path)).toEqual([path]);
  });
});

describe('A triage', () => {
  it('begins from the referral, and left alone says the same again', () => {
    const referral = aReferral({
      criteria: { 'safe-at-home': true, 'home-suitable': false },
      expectedDischargeDate: '2026-12-01',
      consent: false,
    });
    const body = triageBody(triageOf(referral), asks);
    expect(body).toEqual({
      pathway: referral.pathway,
      wardId: referral.wardId,
      urgency: referral.urgency,
      consent: false,
      criteria: referral.criteria,
      expectedDischargeDate: '2026-12-01',
    });
    expect(TriageReferral.safeParse(body).success).toBe(true);
  });
});
