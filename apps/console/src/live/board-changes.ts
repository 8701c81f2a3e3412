import { type Board, type BoardRow, type LiveEvent, Observation, type Stay } from '#libs/contracts';
import { newerAlert, newerObservation, newerScore, withNewest } from './newest.ts';

/** A board after an event, and whether the event told of something that only the service's own board can show. */
export interface BoardChange {
  readonly board: Board;
  readonly refetch: boolean;
}

/**
 * What an event makes of a ward's board. Pure, repeatable, and the same for any order of events, except that a stay (whose
 * event has no name, no age) and an event of somebody who is not on the board ask for the board to be fetched again.
 */
export function boardAfter(board: Board, event: LiveEvent): BoardChange {
  switch (event.event) {
    case 'reset':
      return { board, refetch: true };
    case 'stay':
      return afterStay(board, event.data);
    case 'observation': {
      // Without what the chart alone shows of it (who entered it, when it came).
      const seen = Observation.parse(event.data);
      return changeRow(board, event.data.patientId, (row) => {
        const held = row.latest.find((latest) => latest.code === seen.code);
        const kept = newerObservation(held, seen);
        if (kept === held) return row;
        return { ...row, latest: [...row.latest.filter((latest) => latest.code !== seen.code), kept] };
      });
    }
    case 'score':
      return changeRow(board, event.data.patientId, (row) => {
        const score = newerScore(row.score, event.data);
        return score === row.score ? row : { ...row, score };
      });
    case 'alert':
      if (event.data.wardId !== board.ward.id) return { board, refetch: false };
      return changeRow(board, event.data.patientId, (row) => {
        const alerts = withNewest(row.alerts, event.data, newerAlert);
        return alerts === row.alerts ? row : { ...row, alerts: [...alerts] };
      });
  }
}

/** The board after several events, in the order heard. */
export function boardAfterAll(board: Board, events: readonly LiveEvent[]): BoardChange {
  return events.reduce<BoardChange>(
    (sofar, event) => {
      const next = boardAfter(sofar.board, event);
      return { board: next.board, refetch: sofar.refetch || next.refetch };
    },
    { board, refetch: false },
  );
}

function changeRow(board: Board, patientId: string, change: (row: BoardRow) => BoardRow): BoardChange {
  const index = board.rows.findIndex((row) => row.patientId === patientId);
  const row = board.rows[index];
  if (row === undefined) return { board, refetch: true };
  const changed = change(row);
  return { board: changed === row ? board : { ...board, rows: board.rows.with(index, changed) }, refetch: false };
}

function afterStay(board: Board, stay: Stay): BoardChange {
  const onBoard = board.rows.some((row) => row.patientId === stay.patientId);
  const belongs = stay.state === 'admitted' && stay.wardId === board.ward.id;
  return { board, refetch: onBoard !== belongs };
}
