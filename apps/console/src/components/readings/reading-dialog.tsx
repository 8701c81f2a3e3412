import { type ChartedObservation, MessageId } from '#libs/contracts';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { v4 } from 'uuid';
import { enterObservations, retractObservation } from '../../api/acts.ts';
import { required } from '../forms/faults.ts';
import { FormFrame, TextField } from '../forms/form.tsx';
import { useForm } from '../forms/use-form.ts';
import { timeWords } from '../words/time-words.ts';
import { longValue, vitalName } from '../words/vital-words.ts';
import { correctionBody, correctionFaults, expected } from './correct-reading.ts';

export interface ReadingDialogProps {
  readonly observation: ChartedObservation;
  readonly now: number;
  readonly onClose: () => void;
}

/** Says that an observation does not count, with the reason. It stays on the chart, struck through. */
export function RetractDialog({ observation, now, onClose }: ReadingDialogProps) {
  const [reason, setReason] = useState('');
  const form = useForm({
    fields: ['reason'],
    check: () => required('reason', reason, 'Enter why it does not count'),
    body: () => reason.trim(),
    send: (words) => retractObservation(observation.patientId, observation.id, words),
    onDone: onClose,
  });
  return (
    <Dialog onClose={onClose}>
      <FormFrame
        form={form}
        title={`Retract ${namedReading(observation, now)}?`}
        refusedTitle="The observation was not retracted"
        submit="Retract"
        submitting="Retracting…"
        warning
        onCancel={onClose}
      >
        <p>
          It stays on the chart, struck through with your name and reason. Scores that used it are made again without
          it.
        </p>
        <TextField form={form} path="reason" label="Why it does not count" value={reason} onChange={setReason} />
      </FormFrame>
    </Dialog>
  );
}

/** Puts the right value in the place of a wrong one, with the reason. */
export function CorrectDialog({ observation, now, onClose }: ReadingDialogProps) {
  // One id for the whole form: sending it again after a failure charts nothing twice.
  const [messageId] = useState(() => MessageId.parse(v4()));
  const [value, setValue] = useState('');
  const [reason, setReason] = useState('');
  const correction = { observation, value, reason, messageId };
  const form = useForm({
    fields: ['readings.0.value', 'corrects.0.reason'],
    check: () => correctionFaults(correction),
    body: () => correctionBody(correction),
    send: (body) => enterObservations(observation.patientId, body),
    onDone: onClose,
  });
  return (
    <Dialog onClose={onClose}>
      <FormFrame
        form={form}
        title={`Correct ${namedReading(observation, now)}`}
        refusedTitle="The observation was not corrected"
        submit="Correct"
        submitting="Correcting…"
        onCancel={onClose}
      >
        <TextField
          form={form}
          path="readings.0.value"
          label="Right value"
          hint={`It is ${expected(observation.code)}.`}
          kind="number"
          value={value}
          onChange={setValue}
        />
        <TextField
          form={form}
          path="corrects.0.reason"
          label="Why it is corrected"
          value={reason}
          onChange={setReason}
        />
      </FormFrame>
    </Dialog>
  );
}

const namedReading = ({ code, value, takenAt }: ChartedObservation, now: number): string =>
  `${vitalName(code).name} ${longValue(code, value)} of ${timeWords(takenAt, now)}`;

function Dialog({ onClose, children }: { readonly onClose: () => void; readonly children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Closed while it is still on the page, it gives the focus back to what opened it.
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      className="hw-dialog"
      ref={dialog}
      aria-label="Change a reading"
      onClose={(event) => {
        if (!event.currentTarget.open) onClose();
      }}
    >
      {children}
    </dialog>
  );
}
