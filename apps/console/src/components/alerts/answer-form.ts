import type { Alert } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { timeWords } from '../words/time-words.ts';

/** What the names of an alert's forms begin with; what follows is `/` and which form. */
export const answerForms = (id: string): string => `answer-alert/${id}`;

/** What every form about an alert is given. */
export interface AnswerFormProps {
  readonly alert: Alert;
  readonly now: number;
  /** The form's name, which its opener has as well. */
  readonly name: string;
  readonly onClose: () => void;
  readonly onDone: (answered: Alert) => void;
  readonly onChanged: (current: Alert) => void;
}

/** By whom the alert was resolved meanwhile; null while it is open. */
export function overWords({ state, resolvedAt, resolvedBy }: Alert, now: number): string | null {
  if (state !== 'resolved') return null;
  if (resolvedAt === null || resolvedBy === null) return t`This alert is resolved.`;
  const at = timeWords(resolvedAt, now);
  return t`${resolvedBy.name} resolved this alert (${at}).`;
}

/** A note as it is sent: not at all where it is blank. */
export const noteIn = (note: string): { readonly note?: string } => (note.trim() === '' ? {} : { note: note.trim() });
