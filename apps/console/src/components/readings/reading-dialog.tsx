import { type ChartedObservation, MessageId } from '#libs/contracts';
import { useState } from 'react';
import { v4 } from 'uuid';
import { enterObservations, retractObservation } from '../../api/commands.ts';
import { Dialog } from '../forms/dialog.tsx';
import { required } from '../forms/faults.ts';
import { FormFrame, TextField } from '../forms/form.tsx';
import { useForm } from '../forms/use-form.ts';
import { timeWords } from '../words/time-words.ts';
import { longValue, vitalName } from '../words/vital-words.ts';
import { correctionBody, correctionFaults } from './correct-reading.ts';
import { expected } from './typed-reading.ts';

export interface ReadingDialogProps {
  readonly observation: ChartedObservation;
  readonly now: number;
  readonly onClose: () => void;
}

/** Says that an observation does not count, with the reason. It stays on the chart, struck through. */
export function RetractDialog({ observation, now, onClose }: ReadingDialogProps) {
  const [reason, setReason] = useState('');
  const form = useForm({
    opened: null,
    fields: ['reason'],
    check: () => required('reason', reason, 'Enter why it does not count'),
    body: () => ({ reason: reason.trim() }),
    send: (body, press) => retractObservation(observation, body, press),
    onDone: onClose,
  });
  return (
    <Dialog label="Change a reading" onClose={onClose}>
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

/** Replaces a wrong value by the right one, with the reason. */
export function CorrectDialog({ observation, now, onClose }: ReadingDialogProps) {
  // One id for the whole form: sending it again after a failure charts nothing twice.
  const [messageId] = useState(() => MessageId.parse(v4()));
  const [value, setValue] = useState('');
  const [reason, setReason] = useState('');
  const correction = { observation, value, reason, messageId };
  const form = useForm({
    opened: null,
    fields: ['readings.0.value', 'corrects.0.reason'],
    check: () => correctionFaults(correction),
    body: () => correctionBody(correction),
    send: (body, press) => enterObservations(observation.patientId, body, press),
    onDone: onClose,
  });
  return (
    <Dialog label="Change a reading" onClose={onClose}>
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
