import { type MonitoringPause, type PatientId, PauseReason, type Plan } from '#libs/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { beginPause, endPause } from '../../api/acts.ts';
import { serverClock } from '../../live/server-clock.ts';
import { useMay } from '../frame/person.tsx';
import { ChoiceField, FormFrame, TextField } from '../forms/form.tsx';
import { required } from '../forms/faults.ts';
import { useDisclosure } from '../forms/use-disclosure.ts';
import { useForm } from '../forms/use-form.ts';
import { ProblemSummary } from '../page-states/page-states.tsx';
import { instantOfMinute, localMinute } from '../words/local-time.ts';
import { pauseReasonWords, pausesAhead } from '../words/plan-words.ts';
import { timeWords } from '../words/time-words.ts';

export interface PausesProps {
  readonly plan: Plan;
  readonly now: number;
}

/** During which times nobody waits for readings, and beginning or ending one. Alerts of what is measured go on. */
export function Pauses({ plan, now }: PausesProps) {
  const mayPause = useMay('adjust-monitoring');
  const pausing = useDisclosure();
  const pauses = pausesAhead(plan, now);
  return (
    <>
      {pauses.length === 0 ? (
        <p>Not paused: readings are waited for.</p>
      ) : (
        <ul className="nhsuk-list">
          {pauses.map((pause) => (
            <li key={pause.id}>
              <Pause pause={pause} patientId={plan.patientId} now={now} mayEnd={mayPause} />
            </li>
          ))}
        </ul>
      )}
      {mayPause && !pausing.isOpen && plan.pathway !== null && (
        <button
          type="button"
          className="nhsuk-button nhsuk-button--secondary hw-button--small"
          ref={pausing.opener}
          onClick={pausing.open}
        >
          Pause…
        </button>
      )}
      {pausing.isOpen && <PauseForm patientId={plan.patientId} onClose={pausing.close} />}
    </>
  );
}

function Pause(props: {
  readonly pause: MonitoringPause;
  readonly patientId: PatientId;
  readonly now: number;
  readonly mayEnd: boolean;
}) {
  const { pause, patientId, now, mayEnd } = props;
  const client = useQueryClient();
  const ending = useMutation({
    mutationFn: () => endPause(patientId, pause.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['plan', patientId] }),
  });
  const begun = Date.parse(pause.from) <= now;
  return (
    <>
      <strong>{pauseReasonWords[pause.reason]}</strong>:{' '}
      {begun ? 'paused until' : `to be paused from ${timeWords(pause.from, now)} until`} {timeWords(pause.until, now)},
      by {pause.decidedBy}. Missing readings alert nobody until then; anything that is measured does.
      {ending.isError && <ProblemSummary title="The pause was not ended" error={ending.error} />}
      {mayEnd && (
        <span className="hw-actions">
          <button
            type="button"
            className="nhsuk-button nhsuk-button--secondary hw-button--small"
            disabled={ending.isPending}
            onClick={() => ending.mutate()}
          >
            {ending.isPending ? 'Ending…' : begun ? 'End the pause now' : 'Take it back'}
          </button>
        </span>
      )}
    </>
  );
}

const reasons = PauseReason.options.map((value) => ({ value, words: pauseReasonWords[value] }));
const usualPauseMs = 8 * 3_600_000;

function PauseForm({ patientId, onClose }: { readonly patientId: PatientId; readonly onClose: () => void }) {
  const client = useQueryClient();
  const [reason, setReason] = useState<PauseReason>('asleep');
  const [until, setUntil] = useState(() => localMinute(serverClock.now() + usualPauseMs));
  const form = useForm({
    fields: ['reason', 'until'],
    check: () => required('until', instantOfMinute(until), 'Enter when the pause ends'),
    body: () => ({ reason, until: instantOfMinute(until) }),
    send: (body) => beginPause(patientId, body),
    onDone: async () => {
      await client.invalidateQueries({ queryKey: ['plan', patientId] });
      onClose();
    },
  });
  return (
    <FormFrame
      form={form}
      title="Pause the waiting for readings"
      refusedTitle="The pause was not begun"
      submit="Begin pause"
      submitting="Beginning…"
      onCancel={onClose}
    >
      <ChoiceField form={form} path="reason" label="Why" value={reason} choices={reasons} onChange={setReason} />
      <TextField
        form={form}
        path="until"
        label="Until"
        hint="It ends by itself then. At most 14 days ahead."
        kind="datetime-local"
        value={until}
        onChange={setUntil}
      />
    </FormFrame>
  );
}
