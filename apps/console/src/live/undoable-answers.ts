import { useSyncExternalStore } from 'react';

/** The lists whose items are answered. */
export type AnsweredList = 'alerts' | 'tasks';

/** An alert or a task, as an answer of the service shows it. */
interface Answered {
  readonly list: AnsweredList;
  readonly id: string;
  readonly undoableUntil: string | null;
}

/**
 * What was answered on this page and can still be taken back. It has left the lists of what is open, but for that minute it
 * has to stay in sight.
 */
class UndoableAnswers {
  #answers: readonly Answered[] = [];
  readonly #listeners = new Set<() => void>();

  /** Notes what the service answered to a command, or that nothing can be taken back of it any more. */
  note({ list, id, undoableUntil }: Answered): void {
    const others = this.#answers.filter((answer) => answer.id !== id);
    this.#answers = undoableUntil === null ? others : [...others, { list, id, undoableUntil }];
    for (const listener of this.#listeners) listener();
  }

  readonly all = (): readonly Answered[] => this.#answers;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

export const undoableAnswers = new UndoableAnswers();

/** The ids of what can be taken back of a list at that time, in milliseconds since 1970. */
export function useUndoable(list: AnsweredList, now: number): readonly string[] {
  const answers = useSyncExternalStore(undoableAnswers.subscribe, undoableAnswers.all);
  return answers
    .filter((answer) => answer.list === list && now <= Date.parse(answer.undoableUntil ?? ''))
    .map(({ id }) => id);
}
