import { PatientId } from '#libs/contracts';
import { type MergeParty, planAfterMerge, refusalOfMerge } from './merge-decision.ts';

const one = PatientId.parse('7b0d1a7c-3f0a-4a5e-9f0d-0d6f0b6f9a10');
const other = PatientId.parse('7b0d1a7c-3f0a-4a5e-9f0d-0d6f0b6f9a11');
const party = (over: Partial<MergeParty> = {}): MergeParty => ({
  patientId: one,
  mergedInto: null,
  hasOpenStay: false,
  hasAcceptedReferral: false,
  ...over,
});

describe('Two records', () => {
  it.each([
    ['are merged where neither is on a ward', {}, {}, null],
    ['are merged where the one that stays is on a ward', { hasOpenStay: true }, {}, null],
    ['are merged where the duplicate is on a ward', {}, { hasOpenStay: true }, null],
    ['are not merged while both are on a ward', { hasOpenStay: true }, { hasOpenStay: true }, 'both-on-a-ward'],
    [
      'are not merged while both wait for a bed, or have one reserved',
      { hasAcceptedReferral: true },
      { hasAcceptedReferral: true },
      'both-accepted',
    ],
    ['are not merged where the one that stays was merged away', { mergedInto: other }, {}, 'merged-already'],
    ['are not merged where the duplicate was merged away', {}, { mergedInto: one }, 'merged-already'],
  ] as const)('%s', (_claim, survivor, duplicate, refusal) => {
    expect(refusalOfMerge(party(survivor), party({ patientId: other, ...duplicate }))).toBe(refusal);
  });

  it('have to be two', () => {
    expect(refusalOfMerge(party(), party())).toBe('same-record');
  });

  it.each([
    [true, 'duplicate'],
    [false, 'survivor'],
  ] as const)('have the plan of the one on a ward: the duplicate %p, so that of the %s', (hasOpenStay, planOf) => {
    expect(planAfterMerge({ hasOpenStay })).toBe(planOf);
  });
});
