import { t } from '@lingui/core/macro';
import { DischargeDestination, isOpenStay, type Stay, type StayId } from '#libs/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { dischargeStay } from '../../api/commands.ts';
import { stayQuery } from '../../api/queries.ts';
import { Dialog } from '../forms/dialog.tsx';
import { required } from '../forms/faults.ts';
import { ChoiceField, TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import { useForm } from '../forms/use-form.ts';
import { Loading, ProblemSummary } from '../page-states/page-states.tsx';
import { pathwayWords } from '../words/identity-words.ts';
import { destinationWords, stayStateWords } from '../words/stay-words.ts';
import { useRefreshStays } from './use-refresh-stays.ts';
import { WhatEnds } from './what-ends.tsx';
import { timeWords } from '../words/time-words.ts';

export interface DischargeProps {
  /** The form's name, which its opener has as well. */
  readonly form: string;
  readonly stayId: StayId;
  readonly patientLabel: string;
  readonly now: number;
  readonly onClose: () => void;
}

/** Asks once more before a discharge, since from then on there are no alerts for this patient. */
export function DischargeDialog({ stayId, ...props }: DischargeProps) {
  // As in the other forms of a stay: never from what was fetched before.
  const stay = useQuery({ ...stayQuery(stayId), refetchOnMount: 'always' });
  return (
    <Dialog label="Discharge" onClose={props.onClose}>
      {(stay.isPending || !stay.isFetchedAfterMount) && <Loading what="the stay" />}
      {stay.isError && stay.data === undefined && (
        <ProblemSummary title="The stay could not be fetched" error={stay.error} onRetry={() => void stay.refetch()} />
      )}
      {stay.data !== undefined && stay.isFetchedAfterMount && <DischargeForm stay={stay.data} {...props} />}
    </Dialog>
  );
}

const Typed = z.object({ reason: z.string(), destination: DischargeDestination });
type Typed = z.infer<typeof Typed>;

const initial: Typed = { reason: '', destination: 'usual-place-of-residence' };

function DischargeForm(props: Omit<DischargeProps, 'stayId'> & { readonly stay: Stay }) {
  const { stay, patientLabel, now, onClose, form: name } = props;
  const client = useQueryClient();
  const refresh = useRefreshStays();
  const form = useForm({
    name,
    shape: Typed,
    initial,
    opened: stay,
    fields: ['reason', 'destination'],
    check: ({ reason }) => required('reason', reason, t`Enter why the stay ends`),
    body: ({ reason, destination }) => ({ reason: reason.trim(), destination }),
    send: (body, press) => dischargeStay(stay.id, body, press),
    onDone: async () => {
      await refresh();
      onClose();
    },
    onChanged: (current) => {
      client.setQueryData(stayQuery(stay.id).queryKey, current);
      void refresh();
    },
  });
  return (
    <FormFrame
      form={form}
      title={`Discharge ${patientLabel}?`}
      level={2}
      refusedTitle="The patient was not discharged"
      submit="Discharge"
      submitting="Discharging…"
      cancel="Keep on the ward"
      over={isOpenStay(stay) ? null : stayStateWords(stay, now)}
      warning
      onCancel={onClose}
    >
      <p>
        {pathwayWords(stay.pathway)}, admitted {timeWords(stay.admittedAt, now)} by {stay.admittedBy.name}. The stay
        ends, open alerts are closed, and readings that still come in raise no alert.
      </p>
      <WhatEnds stayId={stay.id} />
      <ChoiceField
        form={form}
        path="destination"
        label={t`Where the patient goes`}
        value={form.values.destination}
        choices={DischargeDestination.options.map((value) => ({ value, words: destinationWords(value) }))}
        onChange={(destination) => form.set({ destination })}
      />
      <TextField
        form={form}
        path="reason"
        label={t`Reason`}
        value={form.values.reason}
        onChange={(reason) => form.set({ reason })}
      />
    </FormFrame>
  );
}
