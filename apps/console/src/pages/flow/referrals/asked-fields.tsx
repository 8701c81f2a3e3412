import { type EligibilityCriterion, referralUrgencies } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { CheckList } from '../../../components/forms/check-list.tsx';
import { ChoiceField, TextField } from '../../../components/forms/fields.tsx';
import type { Form } from '../../../components/forms/use-form.ts';
import { usePathways } from '../../../components/rule-sets/use-pathways.ts';
import { useWardBeds } from '../../../components/wards/use-ward-beds.ts';
import { urgencyWords } from '../../../components/words/referral-words.ts';
import type { TypedAsked } from './referral-typed.ts';

export interface AskedFieldsProps {
  readonly form: Form;
  readonly values: TypedAsked;
  readonly asks: readonly EligibilityCriterion[];
  readonly onChange: (change: Partial<TypedAsked>) => void;
}

/** For what a patient is referred, and how urgently. */
export function WhereFields({ form, values, onChange }: Omit<AskedFieldsProps, 'asks'>) {
  const pathways = usePathways() ?? [];
  const wards = useWardBeds() ?? [];
  return (
    <>
      <ChoiceField
        form={form}
        path="pathway"
        label={t`Pathway`}
        value={values.pathway}
        choices={[{ value: '', words: t`Choose` }, ...pathways]}
        onChange={(pathway) => onChange({ pathway })}
      />
      <ChoiceField
        form={form}
        path="wardId"
        label={t`Ward`}
        optional
        value={values.wardId}
        choices={[
          { value: '', words: t`Any: the triage chooses` },
          ...wards.map(({ id, words }) => ({ value: String(id), words })),
        ]}
        onChange={(wardId) => onChange({ wardId })}
      />
      <ChoiceField
        form={form}
        path="urgency"
        label={t`Urgency`}
        hint={t`The most urgent come first on the waiting list.`}
        value={values.urgency}
        choices={referralUrgencies.map((value) => ({ value, words: urgencyWords(value) }))}
        onChange={(urgency) => onChange({ urgency })}
      />
    </>
  );
}

/** Whether the patient can be cared for so, and what it needs. */
export function EligibilityFields({ form, values, asks, onChange }: AskedFieldsProps) {
  return (
    <>
      <ChoiceField
        form={form}
        path="consent"
        label={t`Has the patient agreed to a virtual ward?`}
        value={values.consent}
        choices={[
          { value: '', words: t`Not asked yet` },
          { value: 'yes', words: t`Yes` },
          { value: 'no', words: t`No: it cannot be accepted` },
        ]}
        onChange={(consent) => onChange({ consent })}
      />
      {asks.length > 0 && (
        <CheckList
          form={form}
          path="criteria"
          label={t`What the pathway asks`}
          hint={t`Tick each that is met. What is not ticked counts as not met, and needs a reason to be accepted all the same.`}
          choices={asks.map(({ id, text, source }) => ({ value: id, words: text, hint: source }))}
          checked={values.criteria}
          onChange={(criteria) => onChange({ criteria: [...criteria] })}
        />
      )}
      <TextField
        form={form}
        path="expectedDischargeDate"
        label={t`Expected discharge`}
        optional
        kind="date"
        value={values.expectedDischargeDate}
        onChange={(expectedDischargeDate) => onChange({ expectedDischargeDate })}
      />
      <TextField
        form={form}
        path="homeAccess"
        label={t`How to get into the home`}
        hint={t`Key safe, stairs, animals.`}
        optional
        value={values.homeAccess}
        onChange={(homeAccess) => onChange({ homeAccess })}
      />
      <TextField
        form={form}
        path="digitalNeeds"
        label={t`What the patient needs to use devices`}
        optional
        value={values.digitalNeeds}
        onChange={(digitalNeeds) => onChange({ digitalNeeds })}
      />
    </>
  );
}
