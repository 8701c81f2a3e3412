import { type Patient, type WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { criteriaQuery, refer } from '../../../api/referrals.ts';
import { ChoiceField, TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { type TypedForm, useForm } from '../../../components/forms/use-form.ts';
import { patientName } from '../../../components/words/identity-words.ts';
import { knownSources, sourceWords, stepWords } from '../../../components/words/referral-words.ts';
import { useNavigation } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { EligibilityFields, WhereFields } from './asked-fields.tsx';
import { emptyReferral, faultsOfReferral, fieldsOfAsked, referralBody, TypedReferral } from './referral-typed.ts';

export interface ReferFormProps {
  readonly patient: Patient;
  /** The ward that is asked for at first. */
  readonly wardId: WardId | undefined;
}

/** Everything that a triage wants to know of a patient who is referred. */
export function ReferForm({ patient, wardId }: ReferFormProps) {
  const { go } = useNavigation();
  const client = useQueryClient();
  const form = useForm({
    name: `refer/${patient.id}`,
    shape: TypedReferral,
    initial: { ...emptyReferral, wardId: wardId ?? '' },
    opened: null,
    fields: [...fieldsOfAsked, 'source', 'step', 'reason'],
    check: faultsOfReferral,
    body: (typed) =>
      referralBody(patient.id, typed, client.getQueryData(criteriaQuery(typed.pathway).queryKey)?.items ?? []),
    send: refer,
    onDone: ({ id }) => {
      void client.invalidateQueries({ queryKey: ['referrals'] });
      go(pathTo.referral(id));
    },
  });
  const { values, set } = form;
  const asks = useQuery(criteriaQuery(values.pathway)).data?.items ?? [];
  return (
    <FormFrame
      form={form}
      title={t`Refer ${patientName(patient)}`}
      level={2}
      refusedTitle={t`The patient was not referred`}
      submit={t`Refer`}
      submitting={t`Referring…`}
      onCancel={() => go(pathTo.referrals)}
    >
      <p>{t`The referral waits to be triaged. No bed is taken by it yet.`}</p>
      <WhereFields form={form} values={values} onChange={set} />
      <ByWhomFields form={form} />
      <TextField
        form={form}
        path="reason"
        label={t`Why the patient is referred`}
        value={values.reason}
        onChange={(reason) => set({ reason })}
      />
      <EligibilityFields form={form} values={values} asks={asks} onChange={set} />
    </FormFrame>
  );
}

function ByWhomFields({ form }: { readonly form: TypedForm<TypedReferral> }) {
  const { values, set } = form;
  const isOther = values.source === 'other';
  return (
    <>
      <ChoiceField
        form={form}
        path={isOther ? 'sourceKind' : 'source'}
        label={t`Who refers`}
        value={values.source}
        choices={[
          ...knownSources.map((value: string) => ({ value, words: sourceWords(value) })),
          { value: 'other', words: t`Another` },
        ]}
        onChange={(source) => set({ source })}
      />
      {isOther && (
        <TextField
          form={form}
          path="source"
          label={t`Who it is`}
          kind="name"
          value={values.otherSource}
          onChange={(otherSource) => set({ otherSource })}
        />
      )}
      <ChoiceField
        form={form}
        path="step"
        label={t`Where the patient comes from`}
        value={values.step}
        choices={(['up', 'down'] as const).map((value) => ({ value, words: stepWords(value) }))}
        onChange={(step) => set({ step })}
      />
    </>
  );
}
