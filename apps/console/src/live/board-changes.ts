import {
  type Board,
  type BoardRow,
  type ChartedObservation,
  isOpenStay,
  type LiveEvent,
  Observation,
  type Score,
  type Stay,
} from '#libs/contracts';
import { newerRevision, newerObservation, newerScore, withNewest } from './newest.ts';

/** A board after an event, and whether only the service's own board can show what the event is about. */
export interface BoardChange {
  readonly board: Board;
  readonly refetch: boolean;
}

/**
 * What an event makes of a ward's board. Pure, repeatable, and the same for any order of events, except where the board
 * has to be fetched again because an event does not hold all: a stay (which has no name, no age), a plan, flags, what came before
 * something that is retracted or withdrawn, how many tasks are open, when the next observation is due. Events of patients on
 * other wards are heard as well and change nothing.
 */
export function boardAfter(board: Board, event: LiveEvent): BoardChange {
  switch (event.event) {
    case 'plan':
    case 'flags':
      return { board, refetch: rowOf(board, event.data.patientId) !== undefined };
    case 'technical-alert':
    case 'alerting':
    case 'ward':
    case 'device':
    case 'quarantine':
    case 'note':
    case 'notification':
    case 'referral':
    case 'heartbeat':
    case 'session-ended':
      return { board, refetch: false };
    case 'reset':
      return { board, refetch: true };
    case 'stay':
      return afterStay(board, event.data);
    case 'observation': {
      if (event.data.retracted !== null) return afterRetraction(board, event.data);
      // Without what the chart alone shows of it (who entered it, when it came).
      const seen = Observation.parse(event.data);
      const wasDue = rowOf(board, event.data.patientId)?.nextDue ?? null;
      const isAwaited = wasDue !== null && seen.takenAt >= wasDue.at && wasDue.codes.includes(seen.code);
      return changeRow(board, { of: event.data.patientId, refetch: isAwaited }, (row) => {
        const held = row.latest.find((latest) => latest.code === seen.code);
        const kept = newerObservation(held, seen);
        if (kept === held) return row;
        return { ...row, latest: [...row.latest.filter((latest) => latest.code !== seen.code), kept] };
      });
    }
    case 'task':
      return { board, refetch: event.data.wardId === board.ward.id };
    case 'score':
      if (event.data.withdrawn) return afterWithdrawal(board, event.data);
      return afterScore(board, event.data);
    case 'alert':
      if (event.data.wardId !== board.ward.id) return { board, refetch: false };
      return changeRow(
        board,
        { of: event.data.patientId, refetch: rowOf(board, event.data.patientId) === undefined },
        (row) => {
          const alerts = withNewest(row.alerts, event.data, newerRevision);
          return alerts === row.alerts ? row : { ...row, alerts: [...alerts] };
        },
      );
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

const rowOf = (board: Board, patientId: string): BoardRow | undefined =>
  board.rows.find((row) => row.patientId === patientId);

interface RowToChange {
  readonly of: string;
  readonly refetch?: boolean;
}

/** The board with one row changed; the same board where there is no such row, since its patient is on another ward. */
function changeRow(
  board: Board,
  { of: patientId, refetch = false }: RowToChange,
  change: (row: BoardRow) => BoardRow,
): BoardChange {
  const index = board.rows.findIndex((row) => row.patientId === patientId);
  const row = board.rows[index];
  if (row === undefined) return { board, refetch };
  const changed = change(row);
  return { board: changed === row ? board : { ...board, rows: board.rows.with(index, changed) }, refetch };
}

function afterRetraction(board: Board, { patientId, id }: ChartedObservation): BoardChange {
  const held = rowOf(board, patientId)?.latest.some((latest) => latest.id === id) === true;
  const without = changeRow(board, { of: patientId, refetch: held }, (one) =>
    held ? { ...one, latest: one.latest.filter((latest) => latest.id !== id) } : one,
  );
  return without;
}

/** Which score was the last whole one before a correction made the newest incomplete is not known here. */
function afterScore(board: Board, seen: Score): BoardChange {
  const before = rowOf(board, seen.patientId)?.score;
  const refetch = before?.id === seen.id && before.complete && !seen.complete && before.revision < seen.revision;
  return changeRow(board, { of: seen.patientId, refetch }, (row) => {
    const score = newerScore(row.score, seen);
    const lastWhole = lastWholeBefore(score, [row.lastWhole, wholeOf(row.score), wholeOf(seen)]);
    return score === row.score && lastWhole?.at === row.lastWhole?.at ? row : { ...row, score, lastWhole };
  });
}

function lastWholeBefore(newest: Score | null, wholes: readonly BoardRow['lastWhole'][]): BoardRow['lastWhole'] {
  if (newest === null || newest.complete) return null;
  const before = wholes.filter((whole) => whole !== null).filter(({ at }) => at < newest.at);
  return before.reduce<BoardRow['lastWhole']>((last, one) => (last === null || one.at > last.at ? one : last), null);
}

function wholeOf(score: Score | null): BoardRow['lastWhole'] {
  const total = score?.total ?? null;
  return score === null || total === null ? null : { at: score.at, total, tier: score.tier };
}

/** The score stays on screen until the board has come: which one came before it is not known here. */
function afterWithdrawal(board: Board, { patientId, id }: Score): BoardChange {
  return { board, refetch: rowOf(board, patientId)?.score?.id === id };
}

function afterStay(board: Board, stay: Stay): BoardChange {
  const row = rowOf(board, stay.patientId);
  const belongs = isOpenStay(stay) && stay.wardId === board.ward.id;
  if (row === undefined || !belongs) return { board, refetch: (row !== undefined) !== belongs };
  // A row has no revision of its stay: which of two is newer, the board itself knows.
  return { board, refetch: row.responsible?.since !== stay.responsible?.since };
}
