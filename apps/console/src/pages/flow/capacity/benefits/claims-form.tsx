import type { BenefitClaims } from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { changeClaims } from '../../../../api/capacity-plan.ts';
import { FormFrame } from '../../../../components/forms/form-frame.tsx';
import { useForm } from '../../../../components/forms/use-form.ts';
import { ClaimFields } from './claim-fields.tsx';
import { claimFaults, claimFields, claimsBody, freshClaim, typedClaims, TypedClaims } from './claims-typed.ts';

export interface ClaimsFormProps {
  readonly name: string;
  readonly claims: BenefitClaims;
  readonly onClose: () => void;
}

/** The claims for all pathways: what is on the form is what there is afterwards. */
export function ClaimsForm({ name, claims, onClose }: ClaimsFormProps) {
  const client = useQueryClient();
  const refresh = () =>
    Promise.all(['benefit-claims', 'benefits'].map((resource) => client.invalidateQueries({ queryKey: [resource] })));
  const form = useForm({
    name,
    shape: TypedClaims,
    initial: () => typedClaims(claims.items),
    opened: claims,
    fields: claimFields,
    check: claimFaults,
    body: claimsBody,
    send: changeClaims,
    onDone: async () => {
      await refresh();
      onClose();
    },
    onChanged: () => void refresh(),
  });
  const { values, set } = form;
  const compared = claimsBody(values).items.filter(({ comparison }) => comparison !== null).length;
  return (
    <FormFrame
      form={form}
      title={t`Change the claims`}
      level={2}
      refusedTitle={t`The claims were not changed`}
      submit={t`Save the claims`}
      submitting={t`Saving…`}
      onCancel={onClose}
    >
      {values.items.map((claim, index) => (
        // A claim has nothing of its own to be told apart by but its position: its pathway may be chosen anew.
        <ClaimFields key={`claim-${String(index)}`} form={form} claim={claim} index={index} />
      ))}
      <button
        type="button"
        className="nhsuk-button nhsuk-button--secondary hw-button--small"
        onClick={() => set((before) => ({ items: [...before.items, freshClaim] }))}
      >
        {t`Add a claim`}
      </button>
      <p role="status">
        {t`Then ${plural(values.items.length, { one: '# pathway has a claim', other: '# pathways have a claim' })}, instead of the ${claims.items.length} of now, and ${compared} can be measured. The benefits of past stays are worked out anew by them.`}
      </p>
    </FormFrame>
  );
}
