import type { Task } from '#libs/contracts';
import { type ReactNode, useRef, useState } from 'react';
import { completeTask } from '../../api/commands.ts';
import { useShowNewest } from '../../live/use-show-newest.ts';
import { FormFrame, TextField } from '../forms/form.tsx';
import { useDisclosure } from '../forms/use-disclosure.ts';
import { useForm } from '../forms/use-form.ts';
import { silentPartyWords, taskState, taskTitles } from '../words/task-words.ts';

export interface TaskCardProps {
  readonly task: Task;
  /** Whose task it is, already linked; left out on the patient's own page. */
  readonly patient?: ReactNode;
  readonly patientLabel: string;
  readonly now: number;
  readonly mayComplete: boolean;
}

/** One task: for whom, what is to be done and why, since when; and, where allowed, saying that it is done. */
export function TaskCard({ task, patient, patientLabel, now, mayComplete }: TaskCardProps) {
  const card = useRef<HTMLElement>(null);
  const completing = useDisclosure();
  const silent = silentPartyWords(task);
  return (
    <article ref={card} tabIndex={-1} className={`hw-task hw-task--${task.state}`}>
      <div className="hw-alert__head">
        {patient === undefined ? null : <h2 className="hw-alert__patient">{patient}</h2>}
        <strong>{taskTitles[task.kind]}</strong>
        {silent !== '' && <span className="hw-mark hw-alert__condition">{silent}</span>}
        <span>{taskState(task, now)}</span>
      </div>
      <p>{task.words}</p>
      {task.outcome !== null && <p className="hw-alert__times">Outcome: {task.outcome}</p>}
      {mayComplete && task.state === 'open' && !completing.isOpen && (
        <div className="hw-actions">
          <button
            type="button"
            className="nhsuk-button hw-button--small"
            ref={completing.opener}
            onClick={completing.open}
          >
            Complete…
            <span className="nhsuk-u-visually-hidden">
              {' '}
              the task {taskTitles[task.kind]} of {patientLabel}
            </span>
          </button>
        </div>
      )}
      {completing.isOpen && (
        <CompleteForm
          task={task}
          onCancel={completing.close}
          onDone={() => {
            completing.close();
            card.current?.focus();
          }}
        />
      )}
    </article>
  );
}

function CompleteForm(props: { readonly task: Task; readonly onCancel: () => void; readonly onDone: () => void }) {
  const { task, onCancel, onDone } = props;
  const show = useShowNewest('tasks');
  const [outcome, setOutcome] = useState('');
  const isOver = task.state !== 'open';
  const form = useForm({
    opened: task,
    fields: ['outcome'],
    body: () => (outcome.trim() === '' ? {} : { outcome: outcome.trim() }),
    send: (body, press) => completeTask(task.id, body, press),
    onDone: (done) => {
      show(done);
      onDone();
    },
    onChanged: show,
  });
  return (
    <FormFrame
      form={form}
      title={`Complete: ${taskTitles[task.kind]}`}
      refusedTitle="The task was not completed"
      submit={isOver ? null : 'Complete task'}
      submitting="Completing…"
      cancel={isOver ? 'Close' : 'Cancel'}
      only="outcome"
      onCancel={onCancel}
    >
      <TextField
        form={form}
        path="outcome"
        label="What was done or found"
        optional
        maxLength={2000}
        value={outcome}
        onChange={setOutcome}
      />
    </FormFrame>
  );
}
