import { derivedId, StayId, WardId } from '#libs/contracts';
import { aReferral, aStay } from '#libs/fixtures';
import { outcomeOf } from './dropping.ts';

const stay = aStay();
const other = aStay({ id: StayId.parse(derivedId('test-stay', 'another')) });
const elsewhere = WardId.parse(derivedId('test-ward', 'elsewhere'));
const referral = aReferral({ state: 'waiting' });

describe('A drop on the bed board', () => {
  it('of a patient on another ward ends in the form of a transfer there', () => {
    expect(outcomeOf({ kind: 'stay', stay }, { kind: 'ward', wardId: elsewhere })).toEqual({
      kind: 'stay-form',
      form: { change: 'transfer', stayId: stay.id, target: elsewhere },
    });
  });

  it('of a patient on another patient ends in the form of their swap', () => {
    expect(outcomeOf({ kind: 'stay', stay }, { kind: 'patient', stay: other })).toEqual({
      kind: 'stay-form',
      form: { change: 'swap', stayId: stay.id, target: other.id },
    });
  });

  it('of a patient who waits on the beds ends in the form of an admission', () => {
    expect(outcomeOf({ kind: 'referral', referral }, { kind: 'beds' })).toEqual({ kind: 'admit', referral });
  });

  it.each([
    ['a patient on themselves', { kind: 'stay', stay }, { kind: 'patient', stay }],
    ['a patient on their own ward', { kind: 'stay', stay }, { kind: 'ward', wardId: stay.wardId }],
    ['a patient on the beds of their ward', { kind: 'stay', stay }, { kind: 'beds' }],
    ['one who waits on a patient', { kind: 'referral', referral }, { kind: 'patient', stay: other }],
    ['one who waits on another ward', { kind: 'referral', referral }, { kind: 'ward', wardId: elsewhere }],
  ] as const)('is not taken: %s', (_what, dragged, target) => {
    expect(outcomeOf(dragged, target)).toBeNull();
  });
});
