import type { Referral } from '#libs/contracts';
import { useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { referralQuery, type ReferralStepBodies, type ReferralStepName, takeStep } from '../../../api/referrals.ts';
import type { FormFault } from '../../../components/forms/faults.ts';
import { type TypedForm, useForm } from '../../../components/forms/use-form.ts';
import { whereReferralIs } from '../../../components/words/referral-words.ts';
import { canTake } from './referral-steps.ts';

export interface StepFormProps {
  readonly referral: Referral;
  readonly now: number;
  readonly onClose: () => void;
}

export interface StepFormOptions<Step extends ReferralStepName, Values extends object> extends StepFormProps {
  readonly step: Step;
  readonly shape: z.ZodType<Values>;
  readonly initial: Values;
  readonly fields: readonly string[];
  readonly check?: (values: Values) => readonly FormFault[];
  readonly body: (values: Values) => ReferralStepBodies[Step];
}

/** A form that takes a step of a referral, and whether a colleague has left nothing to be done. */
export function useStepForm<Step extends ReferralStepName, Values extends object>(
  options: StepFormOptions<Step, Values>,
): { readonly form: TypedForm<Values>; readonly over: string | null } {
  const { referral, now, step, onClose, ...rest } = options;
  const client = useQueryClient();
  const form = useForm({
    ...rest,
    name: `referral/${referral.id}/${step}`,
    opened: referral,
    send: (body: ReferralStepBodies[Step], press) => takeStep({ id: referral.id, step }, body, press),
    onDone: (after) => {
      // With the answer, and not after it: a form that still stood would say that nothing is left to be done.
      onClose();
      client.setQueryData(referralQuery(referral.id).queryKey, after);
      void client.invalidateQueries({ queryKey: ['referrals'] });
      void client.invalidateQueries({ queryKey: ['bed-figures'] });
    },
    onChanged: (current) => client.setQueryData(referralQuery(referral.id).queryKey, current),
  });
  return { form, over: canTake(step, referral) ? null : whereReferralIs(referral, now) };
}
