import { t } from '@lingui/core/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { criteriaQuery } from '../../../api/referrals.ts';
import { TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { EligibilityFields, WhereFields } from './asked-fields.tsx';
import { faultsOfTriage, fieldsOfAsked, triageBody, triageOf, TypedTriage } from './referral-typed.ts';
import { type StepFormProps, useStepForm } from './use-step-form.ts';

/** What the triage found: everything that was referred can be put right. */
export function TriageForm(props: StepFormProps) {
  const { referral, onClose } = props;
  const client = useQueryClient();
  const { form, over } = useStepForm({
    ...props,
    step: 'triage',
    shape: TypedTriage,
    initial: triageOf(referral),
    fields: [...fieldsOfAsked, 'note'],
    check: faultsOfTriage,
    body: (typed) => triageBody(typed, client.getQueryData(criteriaQuery(typed.pathway).queryKey)?.items ?? []),
  });
  const { values, set } = form;
  const asks = useQuery(criteriaQuery(values.pathway)).data?.items ?? [];
  return (
    <FormFrame
      form={form}
      title={t`Triage`}
      level={2}
      refusedTitle={t`The triage was not kept`}
      submit={t`Keep the triage`}
      submitting={t`Keeping…`}
      over={over}
      first="note"
      onCancel={onClose}
    >
      <p>
        {referral.state === 'waiting'
          ? t`It goes on waiting; another urgency moves it on the waiting list, and another pathway has to be accepted anew.`
          : t`It can then be accepted or declined. No bed is taken by it yet.`}
      </p>
      <TextField
        form={form}
        path="note"
        label={t`What was found`}
        optional
        maxLength={4000}
        value={values.note}
        onChange={(note) => set({ note })}
      />
      <WhereFields form={form} values={values} onChange={set} />
      <EligibilityFields form={form} values={values} asks={asks} onChange={set} />
    </FormFrame>
  );
}
