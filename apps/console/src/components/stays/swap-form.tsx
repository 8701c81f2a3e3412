import { StayId, WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { boardQuery } from '../../api/queries.ts';
import { staysOnWardQuery, swapStays } from '../../api/stays.ts';
import { required } from '../forms/faults.ts';
import { ChoiceField, TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import { useWardBeds } from '../wards/use-ward-beds.ts';
import { patientName } from '../words/identity-words.ts';
import { type StayFormProps, useStayForm } from './use-stay-form.ts';

const Typed = z.object({ wardId: z.string(), other: z.string(), reason: z.string() });

/** Two patients exchange their beds, of one ward or of two: both, or neither. */
export function SwapForm({ other, ...props }: StayFormProps & { readonly other: string }) {
  const { stay, patientLabel, onClose } = props;
  const wards = useWardBeds() ?? [];
  const { form, over } = useStayForm({
    ...props,
    change: 'swap',
    shape: Typed,
    initial: { wardId: stay.wardId, other, reason: '' },
    fields: ['wardId', 'stayIds', 'reason'],
    check: (typed) => [
      ...required('stayIds', typed.other, t`Choose the other patient`),
      ...required('reason', typed.reason, t`Enter why they exchange their beds`),
    ],
    body: (typed) => ({
      // A tuple, which TypeScript would take for an array of any length.
      stayIds: [stay.id, StayId.parse(typed.other)] as [StayId, StayId],
      reason: typed.reason.trim(),
    }),
    // The revision that the form knows is that of this stay; the other is chosen as it is now.
    send: (body, press) =>
      swapStays(
        { ...body, ...(press.revision === null ? {} : { ifRevisions: { [stay.id]: press.revision } }) },
        { ...press, revision: null },
      ),
  });
  const { values, set } = form;
  const others = useOthers(values.wardId, stay.id);
  const chosen = others.find(({ value }) => value === values.other);
  return (
    <FormFrame
      form={form}
      title={t`Swap the bed of ${patientLabel}`}
      level={2}
      refusedTitle={t`No bed was changed`}
      submit={t`Swap`}
      submitting={t`Swapping…`}
      over={over}
      first="wardId"
      onCancel={onClose}
    >
      <p>
        {chosen === undefined
          ? t`Both patients exchange their beds, and their wards where these differ; or neither does.`
          : t`${patientLabel} has bed ${stay.bed} and gets that of ${chosen.words}, and the other way round.`}
      </p>
      <ChoiceField
        form={form}
        path="wardId"
        label={t`Ward of the other patient`}
        value={values.wardId}
        choices={wards.map(({ id, name }) => ({ value: String(id), words: name }))}
        onChange={(wardId) => set({ wardId, other: '' })}
      />
      <ChoiceField
        form={form}
        path="stayIds"
        label={t`Other patient`}
        value={values.other}
        choices={[{ value: '', words: t`Choose` }, ...others]}
        onChange={(one) => set({ other: one })}
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

/** The other patients of a ward by name and bed, as choices. */
function useOthers(ward: string, stayId: StayId): readonly { readonly value: string; readonly words: string }[] {
  const wardId = WardId.safeParse(ward).data;
  const board = useQuery(boardQuery(wardId, null)).data;
  const stays = useQuery({ ...staysOnWardQuery(wardId ?? WardId.parse(ward)), enabled: wardId !== undefined }).data;
  return (stays?.items ?? [])
    .filter(({ id }) => id !== stayId)
    .toSorted((one, other) => one.bed - other.bed)
    .flatMap(({ id, bed }) => {
      const row = board?.rows.find((one) => one.stayId === id);
      return row === undefined ? [] : [{ value: String(id), words: t`${patientName(row)} (bed ${bed})` }];
    });
}
