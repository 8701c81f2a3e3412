import { t } from '@lingui/core/macro';
import { type CompleteTask, SepsisFinding, sepsisFindings, type Task } from '#libs/contracts';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { completeTask, undoTask } from '../../api/commands.ts';
import { useShowNewest } from '../../live/use-show-newest.ts';
import { ChoiceField, TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import { useFormDisclosure } from '../forms/use-form-disclosure.ts';
import { useForm } from '../forms/use-form.ts';
import { UndoButton } from '../undo/undo-button.tsx';
import { clockWords, findingWords, silentPartyWords, taskState, taskTitles } from '../words/task-words.ts';
import { timeWords } from '../words/time-words.ts';

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
  const completing = useFormDisclosure(completeTaskForm(task.id));
  const show = useShowNewest('tasks');
  const silent = silentPartyWords(task);
  const clock = clockWords(task, now);
  return (
    <article tabIndex={-1} className={`hw-task hw-task--${task.state}`}>
      <div className="hw-alert__head">
        {patient === undefined ? null : <h2 className="hw-alert__patient">{patient}</h2>}
        <strong>{taskTitles[task.kind]}</strong>
        {silent !== '' && <span className="hw-mark hw-alert__condition">{silent}</span>}
        <span>{taskState(task, now)}</span>
        {clock !== '' && <strong className="hw-mark">{clock}</strong>}
      </div>
      <p>{task.words}</p>
      {task.finding !== null && <p className="hw-alert__times">{t`Found: ${findingWords(task.finding)}`}</p>}
      {task.outcome !== null && <p className="hw-alert__times">Outcome: {task.outcome}</p>}
      {mayComplete && task.state === 'open' && !completing.isOpen && (
        <div className="hw-actions">
          <button type="button" className="nhsuk-button hw-button--small" {...completing.opener}>
            Complete…
            <span className="nhsuk-u-visually-hidden">
              {' '}
              the task {taskTitles[task.kind]} of {patientLabel}
            </span>
          </button>
        </div>
      )}
      {mayComplete && (
        <UndoButton
          subject={task}
          answeredBy={task.closedBy}
          label={`that the task ${taskTitles[task.kind]} of ${patientLabel} is done`}
          now={now}
          send={(press) => undoTask(task.id, press)}
          onDone={show}
        />
      )}
      {completing.isOpen && <CompleteForm task={task} now={now} name={completing.form} onClose={completing.close} />}
    </article>
  );
}

/** The name of the form that completes a task. */
export const completeTaskForm = (id: string): string => `complete-task/${id}`;

const Typed = z.object({ outcome: z.string(), finding: z.union([z.literal(''), SepsisFinding]) });
const unfilled: z.infer<typeof Typed> = { outcome: '', finding: '' };

function CompleteForm(props: {
  readonly task: Task;
  readonly now: number;
  readonly name: string;
  readonly onClose: () => void;
}) {
  const { task, now, name, onClose } = props;
  const isScreen = task.kind === 'sepsis-screen';
  const show = useShowNewest('tasks');
  const form = useForm({
    name,
    shape: Typed,
    initial: unfilled,
    opened: task,
    fields: ['finding', 'outcome'],
    check: ({ finding }) =>
      isScreen && finding === '' ? [{ path: 'finding', message: t`Choose what the screen found` }] : [],
    body: ({ outcome, finding }): CompleteTask => ({
      ...(finding === '' ? {} : { finding }),
      ...(outcome.trim() === '' ? {} : { outcome: outcome.trim() }),
    }),
    send: (body, press) => completeTask(task.id, body, press),
    onDone: (done) => {
      show(done);
      onClose();
    },
    onChanged: show,
  });
  return (
    <FormFrame
      form={form}
      title={`Complete: ${taskTitles[task.kind]}`}
      refusedTitle="The task was not completed"
      submit="Complete task"
      submitting="Completing…"
      over={overWords(task, now)}
      only={isScreen ? 'finding' : 'outcome'}
      onCancel={onClose}
    >
      {isScreen && (
        <ChoiceField
          form={form}
          path="finding"
          label={t`What the screen found`}
          value={form.values.finding}
          choices={[
            { value: '', words: t`Choose` },
            ...sepsisFindings.map((finding) => ({ value: finding, words: findingWords(finding) })),
          ]}
          onChange={(finding) => form.set({ finding })}
        />
      )}
      <TextField
        form={form}
        path="outcome"
        label="What was done or found"
        optional
        maxLength={2000}
        value={form.values.outcome}
        onChange={(outcome) => form.set({ outcome })}
      />
    </FormFrame>
  );
}

/** By whom the task was closed meanwhile; null while it is open. */
function overWords({ state, closedAt, closedBy }: Task, now: number): string | null {
  if (state === 'open') return null;
  if (closedAt === null || closedBy === null) return t`This task is closed.`;
  const at = timeWords(closedAt, now);
  return state === 'done'
    ? t`${closedBy.name} completed this task (${at}).`
    : t`This task is no longer needed (${closedBy.name}, ${at}).`;
}
