import { type ChartedObservation, MessageId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { v4 } from 'uuid';
import { z } from 'zod';
import { enterObservations, retractObservation } from '../../api/commands.ts';
import { Dialog } from '../forms/dialog.tsx';
import { required } from '../forms/faults.ts';
import { TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import { useForm } from '../forms/use-form.ts';
import { timeWords } from '../words/time-words.ts';
import { longValue, vitalName } from '../words/vital-words.ts';
import { correctionBody, correctionFaults } from './correct-reading.ts';
import { expected } from './typed-reading.ts';

export interface ReadingDialogProps {
  /** The form's name, which its opener has as well. */
  readonly form: string;
  readonly observation: ChartedObservation;
  readonly now: number;
  readonly onClose: () => void;
}

const Retraction = z.object({ reason: z.string() });

/** Says that an observation does not count, with the reason. It stays on the chart, struck through. */
export function RetractDialog({ form: name, observation, now, onClose }: ReadingDialogProps) {
  const form = useForm({
    name,
    shape: Retraction,
    initial: { reason: '' },
    opened: null,
    fields: ['reason'],
    check: ({ reason }) => required('reason', reason, 'Enter why it does not count'),
    body: ({ reason }) => ({ reason: reason.trim() }),
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
        over={overWords(observation, now)}
        warning
        onCancel={onClose}
      >
        <p>
          It stays on the chart, struck through with your name and reason. Scores that used it are made again without
          it.
        </p>
        <TextField
          form={form}
          path="reason"
          label="Why it does not count"
          value={form.values.reason}
          onChange={(reason) => form.set({ reason })}
        />
      </FormFrame>
    </Dialog>
  );
}

// One id for the whole form: sending it again after a failure, or after a reload, charts nothing twice.
const Correction = z.object({ value: z.string(), reason: z.string(), messageId: MessageId });

/** Replaces a wrong value by the right one, with the reason. */
export function CorrectDialog({ form: name, observation, now, onClose }: ReadingDialogProps) {
  const form = useForm({
    name,
    shape: Correction,
    initial: () => ({ value: '', reason: '', messageId: MessageId.parse(v4()) }),
    opened: null,
    fields: ['readings.0.value', 'corrects.0.reason'],
    check: (typed) => correctionFaults({ observation, ...typed }),
    body: (typed) => correctionBody({ observation, ...typed }),
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
        over={overWords(observation, now)}
        onCancel={onClose}
      >
        <TextField
          form={form}
          path="readings.0.value"
          label="Right value"
          hint={`It is ${expected(observation.code)}.`}
          kind="number"
          value={form.values.value}
          onChange={(value) => form.set({ value })}
        />
        <TextField
          form={form}
          path="corrects.0.reason"
          label="Why it is corrected"
          value={form.values.reason}
          onChange={(reason) => form.set({ reason })}
        />
      </FormFrame>
    </Dialog>
  );
}

const namedReading = ({ code, value, takenAt }: ChartedObservation, now: number): string =>
  `${vitalName(code).name} ${longValue(code, value)} of ${timeWords(takenAt, now)}`;

/** By whom the reading was retracted or corrected meanwhile; null while it counts. */
function overWords({ retracted }: ChartedObservation, now: number): string | null {
  if (retracted === null) return null;
  const at = timeWords(retracted.at, now);
  return t`${retracted.by.name} has retracted this reading (${at}): ${retracted.reason}`;
}
