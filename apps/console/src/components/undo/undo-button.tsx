import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import type { PersonReference } from '#libs/contracts';
import type { CommandOutcome, Press } from '../../api/http.ts';
import { meQuery } from '../../api/queries.ts';
import { ChangedNotice } from '../forms/changed-notice.tsx';
import { useCommand } from '../forms/use-command.ts';

/** An alert or a task, as it was answered last. */
interface Answered {
  readonly revision: number;
  readonly undoableUntil: string | null;
}

export interface UndoButtonProps<Subject extends Answered> {
  readonly subject: Subject;
  /** Who gave the answer that can be taken back. */
  readonly answeredBy: PersonReference | null;
  /** What is taken back of what, for those who hear the buttons one after another. */
  readonly label: string;
  readonly now: number;
  readonly send: (press: Press) => Promise<CommandOutcome<Subject, Subject>>;
  readonly onDone: (subject: Subject) => void;
}

/** Takes back what the person signed in did last, as long as that is possible: for a minute. */
export function UndoButton<Subject extends Answered>(props: UndoButtonProps<Subject>) {
  const { subject, answeredBy, label, now, send, onDone } = props;
  const me = useQuery(meQuery);
  const undoing = useCommand<null, Subject, Subject>({
    send: (_body, press) => send(press),
    onDone,
    onChanged: onDone,
  });
  const { undoableUntil } = subject;
  const isMine = answeredBy !== null && answeredBy.id === me.data?.id;
  const isPossible = undoableUntil !== null && isMine && now <= Date.parse(undoableUntil);
  return (
    <>
      {isPossible && (
        <button
          type="button"
          className="nhsuk-button nhsuk-button--secondary hw-button--small"
          disabled={undoing.pending}
          onClick={() => undoing.run(null, subject)}
        >
          {undoing.pending ? t`Undoing…` : t`Undo`}
          <span className="nhsuk-u-visually-hidden"> {label}</span>
        </button>
      )}
      {undoing.error !== null && (
        <p className="nhsuk-error-message" role="alert">
          {t`It was not undone:`} {undoing.error.message}
        </p>
      )}
      {undoing.changes !== undefined && <ChangedNotice changes={undoing.changes} next="" />}
    </>
  );
}
