import { isNhsNumber, type PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { RefusedError } from '../../../api/api-errors.ts';
import { registerPatient } from '../../../api/patient-commands.ts';
import { BirthDateField } from '../../../components/forms/birth-date-field.tsx';
import { type FormFault, required } from '../../../components/forms/faults.ts';
import { TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useForm } from '../../../components/forms/use-form.ts';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { useMay } from '../../../components/frame/person.tsx';
import { useNavigation } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { readDay } from '../../../time/typed-text.ts';
import { AlreadyRegistered } from './already-registered.tsx';

const Typed = z.object({
  nhsNumber: z.string(),
  givenName: z.string(),
  familyName: z.string(),
  birthDate: z.string(),
});
type Typed = z.infer<typeof Typed>;

/** Registers a patient; it goes on to the referral that the patient is registered for, or to the admission. */
export function RegisterPatientPage() {
  const { go, search } = useNavigation();
  const mayAdmit = useMay('admit-and-discharge');
  const isReferred = new URLSearchParams(search).get('next') === 'refer';
  const next = (id: PatientId): void => {
    if (isReferred) go(`${pathTo.refer}?patient=${id}`);
    else go(mayAdmit ? `${pathTo.admit}?patient=${id}` : pathTo.patient(id));
  };
  const form = useForm({
    name: 'register-patient',
    shape: Typed,
    initial: { nhsNumber: '', givenName: '', familyName: '', birthDate: '' },
    opened: null,
    fields: ['nhsNumber', 'givenName', 'familyName', 'birthDate'],
    check: faultsOfPatient,
    body: patientBody,
    send: registerPatient,
    onDone: ({ id }) => next(id),
  });
  const { values, set } = form;
  return (
    <>
      <PageHeading title={t`Register a patient`} />
      <FormFrame
        form={form}
        title={t`Who it is`}
        level={2}
        refusedTitle={t`The patient was not registered`}
        submit={t`Register`}
        submitting={t`Registering…`}
        onCancel={() => go(pathTo.patients)}
      >
        <TextField
          form={form}
          path="nhsNumber"
          label={t`NHS number`}
          hint={t`Ten digits, such as 999 000 0018.`}
          kind="nhs-number"
          value={values.nhsNumber}
          onChange={(nhsNumber) => set({ nhsNumber })}
        />
        <TextField
          form={form}
          path="givenName"
          label={t`Given name`}
          kind="name"
          value={values.givenName}
          onChange={(givenName) => set({ givenName })}
        />
        <TextField
          form={form}
          path="familyName"
          label={t`Family name`}
          kind="name"
          value={values.familyName}
          onChange={(familyName) => set({ familyName })}
        />
        <BirthDateField
          form={form}
          path="birthDate"
          label={t`Date of birth`}
          value={values.birthDate}
          onChange={(birthDate) => set({ birthDate })}
        />
      </FormFrame>
      {isTaken(form.refusal) && <AlreadyRegistered nhsNumber={digitsOf(values.nhsNumber)} />}
    </>
  );
}

const isTaken = (refusal: Error | null): boolean =>
  refusal instanceof RefusedError && refusal.code === 'nhs-number-taken';

const digitsOf = (text: string): string => text.replaceAll(/\s/g, '');

function faultsOfPatient({ nhsNumber, givenName, familyName, birthDate }: Typed): readonly FormFault[] {
  const isNumber = isNhsNumber(digitsOf(nhsNumber));
  return [
    ...(isNumber
      ? []
      : [{ path: 'nhsNumber', message: t`Enter an NHS number: ten digits, the last of which checks the others` }]),
    ...required('givenName', givenName, t`Enter the given name`),
    ...required('familyName', familyName, t`Enter the family name`),
    ...(readDay(birthDate) === undefined
      ? [{ path: 'birthDate', message: t`Enter the date of birth: day, month and year` }]
      : []),
  ];
}

const patientBody = ({ nhsNumber, givenName, familyName, birthDate }: Typed) => ({
  nhsNumber: digitsOf(nhsNumber),
  givenName: givenName.trim(),
  familyName: familyName.trim(),
  birthDate: readDay(birthDate) ?? '',
});
