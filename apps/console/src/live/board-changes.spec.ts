import type { LiveEvent } from '#libs/contracts';
import fc from 'fast-check';
import { aNurse } from '#libs/fixtures';
import { boardAfter, boardAfterAll } from './board-changes.ts';
import { alert, atMinute, board, observation, score, stayEvent, takingOn, task } from './live-events.fixtures.ts';

const events: readonly LiveEvent[] = [
  { event: 'observation', data: observation({ minute: 1, value: 80 }) },
  { event: 'observation', data: observation({ minute: 5, value: 120 }) },
  { event: 'observation', data: observation({ minute: 5, value: 121 }) },
  { event: 'observation', data: observation({ minute: 3, code: 'temperature', value: 38 }) },
  { event: 'score', data: score({ minute: 1 }) },
  { event: 'score', data: score({ minute: 5, values: { pulseRate: 120 } }) },
  { event: 'score', data: score({ minute: 5, revision: 2, values: { pulseRate: 120, temperature: 38 } }) },
  { event: 'alert', data: alert() },
  { event: 'alert', data: alert({ state: 'acknowledged', revision: 2 }) },
  { event: 'alert', data: alert({ state: 'raised', revision: 3 }) },
];

const retraction = (minute: number) =>
  observation({ minute, change: { retracted: { by: aNurse, reason: 'Not hers', at: atMinute(9) } } });

const rowOf = (heard: readonly LiveEvent[]) => {
  const [row] = boardAfterAll(board('Ann', 'Bob'), heard).board.rows;
  return { ...row, latest: row?.latest.toSorted((one, other) => one.code.localeCompare(other.code)) };
};

describe('the board after live events', () => {
  it('is the same for every order and any repetition of the same events', () => {
    const inOrder = rowOf(events);
    const disordered = fc
      .tuple(
        fc.shuffledSubarray([...events], { minLength: events.length }),
        fc.array(fc.constantFrom(...events), { maxLength: 10 }),
      )
      .map(([all, again]) => [...all, ...again]);
    fc.assert(
      fc.property(disordered, (heard) => {
        expect(rowOf(heard)).toEqual(inOrder);
      }),
    );
  });

  it('never lets an older value of a parameter replace a newer one', () => {
    const row = rowOf(events.slice(0, 2).toReversed());
    expect(row.latest).toMatchObject([{ value: 120 }]);
  });

  it('never lets an older revision of a score or an alert replace a newer one', () => {
    const row = rowOf(events.toReversed());
    expect(row.score).toMatchObject({ revision: 2 });
    expect(row.alerts).toMatchObject([{ revision: 3 }]);
  });

  it('shows a retracted value no longer, and asks what stood before it', () => {
    const shown = boardAfter(board('Ann'), { event: 'observation', data: observation({ minute: 3 }) }).board;
    const after = boardAfter(shown, { event: 'observation', data: retraction(3) });
    expect(after.board.rows[0]?.latest).toEqual([]);
    expect(after.refetch).toBe(true);
  });

  it('asks which score counts when the one it shows is withdrawn', () => {
    const shown = boardAfter(board('Ann'), { event: 'score', data: score({ minute: 5 }) }).board;
    const withdrawn = (minute: number) =>
      boardAfter(shown, { event: 'score', data: score({ minute, revision: 2, change: { withdrawn: true } }) });
    expect(withdrawn(5).refetch).toBe(true);
    expect(withdrawn(6)).toEqual({ board: shown, refetch: false });
  });

  it('leaves other patients alone, and is the very same board when nothing changed', () => {
    const before = board('Ann', 'Bob');
    const once = boardAfterAll(before, events).board;
    expect(once.rows[1]).toBe(before.rows[1]);
    expect(boardAfterAll(once, events).board).toBe(once);
  });

  it.each([
    ['a patient is admitted', stayEvent('Cyd', 'admitted'), true],
    ['a patient on the board is discharged', stayEvent('Ann', 'discharged'), true],
    ['a patient on the board is admitted, as we knew', stayEvent('Ann', 'admitted'), false],
    ['a score is of a patient on another ward', { event: 'score', data: score({ of: 'Cyd', minute: 1 }) }, false],
    ['a clinician takes a patient on', takingOn('Ann'), true],
    ['the number of tasks may have changed', { event: 'task', data: task() }, true],
    ['a reading that is not on it is retracted', { event: 'observation', data: retraction(3) }, false],
    ['the position in the stream is lost', { event: 'reset', data: {} }, true],
  ] as const)('asks for the board to be fetched again when %s: %#', (_claim, event, refetch) => {
    expect(boardAfter(board('Ann', 'Bob'), event).refetch).toBe(refetch);
  });
});
