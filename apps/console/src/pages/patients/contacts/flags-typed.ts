import { type ChangePatientFlags, type PatientFlag, patientFlagKinds } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { type FormFault, required } from '../../../components/forms/faults.ts';

const TypedFlag = z.object({ kind: z.enum(patientFlagKinds), text: z.string() });
export type TypedFlag = z.infer<typeof TypedFlag>;

/** The flags of a patient, as they are typed. */
export const TypedFlags = z.object({ flags: z.array(TypedFlag), reason: z.string() });
export type TypedFlags = z.infer<typeof TypedFlags>;

export const typedFlags = (flags: readonly PatientFlag[]): TypedFlags => ({
  flags: flags.map(({ kind, text }) => ({ kind, text: text ?? '' })),
  reason: '',
});

/** An allergy and another flag have to say what it is. */
const hasToSay = ({ kind }: TypedFlag): boolean => kind === 'allergy' || kind === 'other';

export function faultsOfFlags({ flags, reason }: TypedFlags): readonly FormFault[] {
  return [
    ...flags.flatMap((flag, index) =>
      hasToSay(flag) ? required(`flags.${String(index)}.text`, flag.text, t`Enter what it is`) : [],
    ),
    ...required('reason', reason, t`Enter why the flags change`),
  ];
}

/** What was left blank is left out. */
export const flagsBody = ({ flags, reason }: TypedFlags): z.input<typeof ChangePatientFlags> => ({
  flags: flags.map(({ kind, text }) => ({ kind, text: text.trim() === '' ? null : text.trim() })),
  reason: reason.trim(),
});
