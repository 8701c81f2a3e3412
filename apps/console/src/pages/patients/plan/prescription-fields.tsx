import { dayFaults, type FormFault, required } from '../../../components/forms/faults.ts';
import { TextField } from '../../../components/forms/fields.tsx';
import type { Form } from '../../../components/forms/use-form.ts';
import { siteTime } from '../../../time/site-time.ts';

/** What is typed of any prescription of the plan: why, and the day at whose end it lapses. */
export interface TypedPrescription {
  readonly reason: string;
  readonly reviewOn: string;
}

const monthMs = 28 * 24 * 3_600_000;

/** What the form begins with: the reason of before, and a review in four weeks. */
export const typedPrescription = (reason: string | undefined, now: number): TypedPrescription => ({
  reason: reason ?? '',
  reviewOn: siteTime.typedDate(now + monthMs),
});

/** @param part of the plan, as the service names it. */
export const prescriptionPaths = (part: string): readonly string[] => [`${part}.reason`, `${part}.reviewAt`];

export const prescriptionFaults = (
  part: string,
  { reason, reviewOn }: TypedPrescription,
  noReason: string,
): readonly FormFault[] => [
  ...required(`${part}.reason`, reason, noReason),
  ...required(`${part}.reviewAt`, reviewOn, 'Enter the day by which it is to be reviewed'),
  ...dayFaults(`${part}.reviewAt`, reviewOn),
];

export const prescriptionBody = ({ reason, reviewOn }: TypedPrescription) => ({
  reason: reason.trim(),
  reviewAt: siteTime.endOfDay(reviewOn),
});

export interface PrescriptionFieldsProps {
  readonly form: Form;
  readonly part: string;
  readonly values: TypedPrescription;
  /** What holds once it has lapsed. */
  readonly hint: string;
  readonly onChange: (change: Partial<TypedPrescription>) => void;
}

/** The reason of a prescription and its review date. */
export function PrescriptionFields({ form, part, values, hint, onChange }: PrescriptionFieldsProps) {
  return (
    <>
      <TextField
        form={form}
        path={`${part}.reason`}
        label="Reason"
        value={values.reason}
        onChange={(reason) => onChange({ reason })}
      />
      <TextField
        form={form}
        path={`${part}.reviewAt`}
        label="To be reviewed by"
        hint={hint}
        kind="date"
        value={values.reviewOn}
        onChange={(reviewOn) => onChange({ reviewOn })}
      />
    </>
  );
}
