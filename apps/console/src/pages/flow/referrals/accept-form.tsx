import { WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { criteriaQuery } from '../../../api/referrals.ts';
import { required } from '../../../components/forms/faults.ts';
import { ChoiceField, TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useWardBeds } from '../../../components/wards/use-ward-beds.ts';
import { type StepFormProps, useStepForm } from './use-step-form.ts';

const Typed = z.object({ wardId: z.string(), reason: z.string() });

/** Accepts a referral for a ward: with a bed where one is free for it, otherwise onto the waiting list. */
export function AcceptForm(props: StepFormProps) {
  const { referral, onClose } = props;
  const wards = useWardBeds() ?? [];
  const asks = useQuery(criteriaQuery(referral.pathway)).data?.items ?? [];
  const unmet = asks.filter(({ id }) => referral.criteria[id] !== true);
  const { form, over } = useStepForm({
    ...props,
    step: 'accept',
    shape: Typed,
    initial: { wardId: referral.wardId ?? '', reason: '' },
    fields: ['wardId', 'reason'],
    check: ({ wardId, reason }) => [
      ...required('wardId', wardId, t`Choose the ward`),
      ...(unmet.length === 0
        ? []
        : required('reason', reason, t`Enter why the patient is accepted who does not meet every criterion`)),
    ],
    body: ({ wardId, reason }) => ({
      wardId: WardId.parse(wardId),
      ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    }),
  });
  const { values, set } = form;
  const ward = wards.find(({ id }) => id === values.wardId);
  return (
    <FormFrame
      form={form}
      title={t`Accept the referral`}
      level={2}
      refusedTitle={t`The referral was not accepted`}
      submit={t`Accept`}
      submitting={t`Accepting…`}
      over={over}
      first="wardId"
      onCancel={onClose}
    >
      {referral.consent === false && (
        <p>
          <strong>{t`The patient has refused. It cannot be accepted while that is so; a triage can change it.`}</strong>
        </p>
      )}
      <ChoiceField
        form={form}
        path="wardId"
        label={t`Ward`}
        value={values.wardId}
        choices={[{ value: '', words: t`Choose` }, ...wards.map(({ id, words }) => ({ value: String(id), words }))]}
        onChange={(wardId) => set({ wardId })}
      />
      {ward !== undefined && (
        <p>
          {ward.free > 0
            ? t`A free bed of ${ward.name} is reserved for the patient, unless others have a better claim to it. The reservation lapses by itself.`
            : t`${ward.name} is full: the patient waits, in order of urgency and then of time.`}
        </p>
      )}
      {unmet.length > 0 && (
        <>
          <p>{t`Not met, or not answered:`}</p>
          <ul className="nhsuk-list nhsuk-list--bullet">
            {unmet.map(({ id, text }) => (
              <li key={id}>{text}</li>
            ))}
          </ul>
          <TextField
            form={form}
            path="reason"
            label={t`Why the patient is accepted all the same`}
            value={values.reason}
            onChange={(reason) => set({ reason })}
          />
        </>
      )}
    </FormFrame>
  );
}
