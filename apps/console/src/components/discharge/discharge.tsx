import { plural, t } from '@lingui/core/macro';
import { DischargeDestination, isOpenStay, type PatientId, type Stay, type StayId } from '#libs/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { dischargeStay } from '../../api/commands.ts';
import { dischargePreviewQuery } from '../../api/patients.ts';
import { stayQuery } from '../../api/queries.ts';
import { Dialog } from '../forms/dialog.tsx';
import { required } from '../forms/faults.ts';
import { ChoiceField, TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import { useForm } from '../forms/use-form.ts';
import { Loading, ProblemSummary } from '../page-states/page-states.tsx';
import { pathwayWords } from '../words/identity-words.ts';
import { destinationWords } from '../words/stay-words.ts';
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

const Typed = z.object({ reason: z.string(), destination: DischargeDestination });
type Typed = z.infer<typeof Typed>;

const initial: Typed = { reason: '', destination: 'usual-place-of-residence' };

function DischargeForm(props: Omit<DischargeProps, 'stayId'> & { readonly stay: Stay }) {
  const { stay, patientLabel, now, onClose, form: name } = props;
  const client = useQueryClient();
  const refreshPatient = (id: PatientId) => client.invalidateQueries({ queryKey: ['patient', id] });
  const form = useForm({
    name,
    shape: Typed,
    initial,
    opened: stay,
    fields: ['reason', 'destination'],
    check: ({ reason }) => required('reason', reason, t`Enter why the stay ends`),
    body: ({ reason, destination }) => ({ reason: reason.trim(), destination }),
    send: (body, press) => dischargeStay(stay.id, body, press),
    onDone: async ({ patientId }) => {
      await refreshPatient(patientId);
      void client.invalidateQueries({ queryKey: ['alerts'] });
      void client.invalidateQueries({ queryKey: ['stays'] });
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
      submit="Discharge"
      submitting="Discharging…"
      cancel="Keep on the ward"
      over={overWords(stay, now)}
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

/** What the discharge ends by itself, and what has to be fetched from the patient. */
function WhatEnds({ stayId }: { readonly stayId: StayId }) {
  const preview = useQuery(dischargePreviewQuery(stayId)).data;
  if (preview === undefined) return null;
  const { openAlerts, openTasks, devices } = preview;
  const kit = devices.map(({ id, kind }) => `${pathwayWords(kind)} ${id}`).join(', ');
  return (
    <ul className="nhsuk-list nhsuk-list--bullet">
      <li>{t`${plural(openAlerts, { one: '# open alert is resolved', other: '# open alerts are resolved' })}`}</li>
      <li>{t`${plural(openTasks, { one: '# open task is cancelled', other: '# open tasks are cancelled' })}`}</li>
      <li>{kit === '' ? t`There is no kit to fetch.` : t`Kit to fetch: ${kit}`}</li>
    </ul>
  );
}

/** By whom the stay was ended meanwhile; null while it goes on. */
function overWords(stay: Stay, now: number): string | null {
  const { dischargedAt, dischargedBy } = stay;
  if (isOpenStay(stay)) return null;
  if (dischargedAt === null || dischargedBy === null) return t`The patient has been discharged.`;
  const at = timeWords(dischargedAt, now);
  return t`${dischargedBy.name} discharged the patient (${at}).`;
}
