import { EscalationPolicyId } from '#libs/contracts';
import { followingStep } from './next-step.ts';

const policy = {
  version: 2,
  steps: [
    { notify: [{ role: 'nurse' as const }], waitMinutes: 5, repeat: 1 },
    { notify: [{ role: 'prescriber' as const }], waitMinutes: 5, repeat: 0 },
  ],
  fallback: { role: 'administrator' as const },
};
const after = (step: number, round: number, policyVersion = 2) =>
  followingStep(
    {
      policyId: EscalationPolicyId.parse('7d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a02'),
      policyVersion,
      step,
      round,
      nextStepAt: null,
      ended: null,
    },
    policy,
  );

describe('The step that follows', () => {
  it.each([
    [0, 0, { step: 1, isAgain: false, isFallback: false }],
    [1, 0, { step: 1, isAgain: true, isFallback: false }],
    [1, 1, { step: 2, isAgain: false, isFallback: false, notify: [{ role: 'prescriber' }] }],
    [2, 0, { step: 3, isAgain: false, isFallback: true, notify: [{ role: 'administrator' }] }],
    [3, 4, { step: 3, isAgain: true, isFallback: true }],
  ])('after step %i and %i repetitions', (step, round, following) => {
    expect(after(step, round)).toMatchObject(following);
  });

  it('is not known of another version of the policy', () => {
    expect(after(1, 0, 1)).toBeUndefined();
  });
});
