import type { PatientId, Stay, StayId } from '#libs/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dischargeStay } from '../../api/commands.ts';
import { stayQuery } from '../../api/queries.ts';
import { Dialog } from '../forms/dialog.tsx';
import { FormFrame, TextField } from '../forms/form.tsx';
import { useForm } from '../forms/use-form.ts';
import { Loading, ProblemSummary } from '../page-states/page-states.tsx';
import { pathwayWords } from '../words/identity-words.ts';
import { timeWords } from '../words/time-words.ts';

export interface DischargeProps {
  readonly stayId: StayId;
  readonly patientLabel: string;
  readonly now: number;
  readonly onClose: () => void;
}

/** Asks once more before a discharge, since from then on there are no alerts for this patient. */
export function DischargeDialog({ stayId, ...props }: DischargeProps) {
  const stay = useQuery(stayQuery(stayId));
  return (
    <Dialog label="Discharge" onClose={props.onClose}>
      {stay.isPending && <Loading what="the stay" />}
      {stay.isError && stay.data === undefined && (
        <ProblemSummary title="The stay could not be fetched" error={stay.error} onRetry={() => void stay.refetch()} />
      )}
      {stay.data !== undefined && <DischargeForm stay={stay.data} {...props} />}
    </Dialog>
  );
}

function DischargeForm(props: Omit<DischargeProps, 'stayId'> & { readonly stay: Stay }) {
  const { stay, patientLabel, now, onClose } = props;
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const isOver = stay.state !== 'admitted';
  const refreshPatient = (id: PatientId) => client.invalidateQueries({ queryKey: ['patient', id] });
  const form = useForm({
    opened: stay,
    fields: ['reason'],
    body: () => (reason.trim() === '' ? {} : { reason: reason.trim() }),
    send: (body, press) => dischargeStay(stay.id, body, press),
    onDone: async ({ patientId }) => {
      await refreshPatient(patientId);
      void client.invalidateQueries({ queryKey: ['alerts'] });
      onClose();
    },
    onChanged: (current) => {
      client.setQueryData(stayQuery(stay.id).queryKey, current);
      void refreshPatient(current.patientId);
    },
  });
  return (
    <FormFrame
      form={form}
      title={`Discharge ${patientLabel}?`}
      level={2}
      refusedTitle="The patient was not discharged"
      submit={isOver ? null : 'Discharge'}
      submitting="Discharging…"
      cancel={isOver ? 'Close' : 'Keep on the ward'}
      warning
      onCancel={onClose}
    >
      <p>
        {pathwayWords(stay.pathway)}, admitted {timeWords(stay.admittedAt, now)} by {stay.admittedBy.name}. The stay
        ends, open alerts are closed, and readings that still come in raise no alert.
      </p>
      <TextField form={form} path="reason" label="Reason" optional value={reason} onChange={setReason} />
    </FormFrame>
  );
}
