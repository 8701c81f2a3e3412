import { type Demographics, isNhsNumber } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { correctDemographics } from '../../../api/demographics.ts';
import { BirthDateField } from '../../../components/forms/birth-date-field.tsx';
import { type FormFault, required } from '../../../components/forms/faults.ts';
import { TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useForm } from '../../../components/forms/use-form.ts';
import { readDay } from '../../../time/typed-text.ts';

const Typed = z.object({
  nhsNumber: z.string(),
  givenName: z.string(),
  familyName: z.string(),
  birthDate: z.string(),
  reason: z.string(),
});
type Typed = z.infer<typeof Typed>;

export interface DemographicsFormProps {
  readonly name: string;
  readonly demographics: Demographics;
  readonly onClose: () => void;
}

/** Who the patient really is. */
export function DemographicsForm({ name, demographics, onClose }: DemographicsFormProps) {
  const client = useQueryClient();
  const refresh = async (): Promise<void> => {
    const changed = ['demographics', 'patient', 'patient-history', 'plan', 'board'];
    await Promise.all(changed.map((resource) => client.invalidateQueries({ queryKey: [resource] })));
  };
  const { nhsNumber, givenName, familyName, birthDate } = demographics;
  const form = useForm({
    name,
    shape: Typed,
    initial: { nhsNumber, givenName, familyName, birthDate, reason: '' },
    opened: demographics,
    fields: ['nhsNumber', 'givenName', 'familyName', 'birthDate', 'reason'],
    check: faultsOf,
    body: bodyOf,
    send: (body, press) => correctDemographics(demographics.patientId, body, press),
    onDone: async () => {
      await refresh();
      onClose();
    },
    onChanged: () => void refresh(),
  });
  const { values, set } = form;
  return (
    <FormFrame
      form={form}
      title={t`Correct who it is`}
      refusedTitle={t`Who it is was not corrected`}
      submit={t`Save the correction`}
      submitting={t`Saving…`}
      onCancel={onClose}
    >
      <p>{t`Chart, score and alerts follow the date of birth. What it was before stays in the history.`}</p>
      <TextField
        form={form}
        path="nhsNumber"
        label={t`NHS number`}
        kind="nhs-number"
        value={values.nhsNumber}
        onChange={(typed) => set({ nhsNumber: typed })}
      />
      <TextField
        form={form}
        path="givenName"
        label={t`Given name`}
        kind="name"
        value={values.givenName}
        onChange={(typed) => set({ givenName: typed })}
      />
      <TextField
        form={form}
        path="familyName"
        label={t`Family name`}
        kind="name"
        value={values.familyName}
        onChange={(typed) => set({ familyName: typed })}
      />
      <BirthDateField
        form={form}
        path="birthDate"
        label={t`Date of birth`}
        value={values.birthDate}
        onChange={(typed) => set({ birthDate: typed })}
      />
      <TextField
        form={form}
        path="reason"
        label={t`Reason`}
        value={values.reason}
        onChange={(reason) => set({ reason })}
      />
    </FormFrame>
  );
}

const digitsOf = (text: string): string => text.replaceAll(/\s/g, '');

function faultsOf({ nhsNumber, givenName, familyName, birthDate, reason }: Typed): readonly FormFault[] {
  return [
    ...(isNhsNumber(digitsOf(nhsNumber))
      ? []
      : [{ path: 'nhsNumber', message: t`Enter an NHS number: ten digits, the last of which checks the others` }]),
    ...required('givenName', givenName, t`Enter the given name`),
    ...required('familyName', familyName, t`Enter the family name`),
    ...(readDay(birthDate) === undefined
      ? [{ path: 'birthDate', message: t`Enter the date of birth: day, month and year` }]
      : []),
    ...required('reason', reason, t`Enter a reason`),
  ];
}

const bodyOf = ({ nhsNumber, givenName, familyName, birthDate, reason }: Typed) => ({
  nhsNumber: digitsOf(nhsNumber),
  givenName: givenName.trim(),
  familyName: familyName.trim(),
  birthDate: readDay(birthDate) ?? '',
  reason: reason.trim(),
});
