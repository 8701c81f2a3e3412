import { derivedId, EscalationPolicyId, type EscalationPolicyContent } from '#libs/contracts';

/** The id of the policy of wards that have none of their own. */
export const builtInPolicyId = EscalationPolicyId.parse(derivedId('escalation-policy', 'built-in'));

/** Its only version so far; another text needs another number, for alerts keep to the one they were raised under. */
export const builtInPolicyVersion = 1;

/** The policy of wards that have none of their own: the nurses, then the prescribers, then the administrators. */
export const builtInPolicy: Pick<EscalationPolicyContent, 'name' | 'steps' | 'fallback'> = {
  name: 'Built-in policy',
  steps: [
    { notify: [{ role: 'nurse' }], waitMinutes: 5, repeat: 1 },
    { notify: [{ role: 'prescriber' }], waitMinutes: 10, repeat: 0 },
  ],
  fallback: { role: 'administrator' },
};
