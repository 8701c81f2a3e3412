import { type Instant, instant, type PersonReference } from '#libs/contracts';

/** Until when an answer given at that instant can be taken back by the person who gave it: for a minute. */
export const undoableUntil = (answeredAt: Date): Instant => instant(answeredAt.getTime() + 60_000);

/** The answer that was given last, where nothing else came after it. */
export interface LastAnswer {
  readonly undoableUntil: Instant | null;
  readonly by: PersonReference | null;
}

export type UndoDecision = 'apply' | 'nothing-to-undo' | 'too-late';

/** A person takes back only what that person did, only as the last change, and only for a minute. */
export function decideUndo(
  answer: LastAnswer,
  asked: { readonly by: PersonReference; readonly at: Date },
): UndoDecision {
  if (answer.undoableUntil === null || answer.by?.id !== asked.by.id) return 'nothing-to-undo';
  return instant(asked.at) > answer.undoableUntil ? 'too-late' : 'apply';
}
