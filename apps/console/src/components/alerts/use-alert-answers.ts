import type { Alert } from '#libs/contracts';
import { useState } from 'react';
import { acknowledgeAlert, answerAlert } from '../../api/commands.ts';
import { useShowNewest } from '../../live/use-show-newest.ts';
import { type Command, useCommand } from '../forms/use-command.ts';

/** The answers that need nothing but a press, and what has become of the last one. */
export type QuickAnswer = 'acknowledge' | 'accept' | 'take-over';

export interface AlertAnswers extends Command<QuickAnswer, Alert> {
  readonly answer: (what: QuickAnswer) => void;
  /** Which was given last. */
  readonly last: QuickAnswer;
}

/** The screen answers at once, but says "Acknowledged" only when the service has. */
export function useAlertAnswers(alert: Alert): AlertAnswers {
  const show = useShowNewest('alerts');
  const [last, setLast] = useState<QuickAnswer>('acknowledge');
  const command = useCommand<QuickAnswer, Alert, Alert>({
    send: (what, press) =>
      what === 'acknowledge' ? acknowledgeAlert(alert.id, {}, press) : answerAlert(alert.id, what, { body: {}, press }),
    onDone: show,
    onChanged: show,
  });
  return {
    ...command,
    last,
    answer: (what) => {
      setLast(what);
      command.run(what, alert);
    },
  };
}
