import { instant } from '#libs/contracts';
import { decideUndo, undoableUntil } from './undo.ts';

const ada = { id: 'ada', name: 'Ada' };
const grace = { id: 'grace', name: 'Grace' };
const answeredAt = new Date('2026-11-22T08:00:00Z');
const seconds = (after: number): Date => new Date(answeredAt.getTime() + after * 1000);
const until = undoableUntil(answeredAt);

describe('Undoing', () => {
  it('is possible for a minute', () => {
    expect(until).toBe(instant(seconds(60)));
  });

  it.each([
    ['one’s own last answer, at once', until, ada, 0, 'apply'],
    ['one’s own last answer, a minute after', until, ada, 60, 'apply'],
    ['one’s own last answer, more than a minute after', until, ada, 61, 'too-late'],
    ['the answer of another person', until, grace, 1, 'nothing-to-undo'],
    ['an answer after which something else came', null, ada, 1, 'nothing-to-undo'],
    ['where no person has answered', null, null, 1, 'nothing-to-undo'],
  ] as const)('%s', (_claim, last, by, after, decision) => {
    expect(decideUndo({ undoableUntil: last, by }, { by: ada, at: seconds(after) })).toBe(decision);
  });
});
