import type { BoardRow } from '#libs/contracts';
import { useMemo, useRef } from 'react';
import { chartCodes, vitalName } from '../words/vital-words.ts';
import { useWindowedRows } from '../windowed/use-windowed-rows.ts';
import { BoardTableRow } from './board-table-row.tsx';
import { useMovingRows } from './use-moving-rows.ts';

export interface BoardTableProps {
  readonly caption: string;
  /** In the order to be shown. */
  readonly rows: readonly BoardRow[];
  readonly now: number;
  /** What links to patients keep of the address: as of when the board is shown. */
  readonly search?: string;
}

/**
 * Everyone on a ward, one row each. On a narrow screen each row becomes a card; the roles keep it a table for those who
 * listen to it, since browsers drop a table's meaning when its display changes.
 */
export function BoardTable({ caption, rows, now, search = '' }: BoardTableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const keys = useMemo(() => rows.map((row) => row.patientId), [rows]);
  const windowed = useWindowedRows({ body, keys, estimate: 84 });
  useMovingRows(body, windowed.isWindowed ? '' : keys.join());
  return (
    <table className="hw-board" role="table" aria-rowcount={rows.length + 1}>
      <caption className="nhsuk-u-visually-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row" aria-rowindex={1}>
          <th role="columnheader" scope="col">
            Score
          </th>
          <th role="columnheader" scope="col">
            Patient
          </th>
          {chartCodes.map((code) => (
            <th key={code} role="columnheader" scope="col" className="hw-board__vital-head">
              <abbr title={vitalName(code).name}>{vitalName(code).short}</abbr>
              {code !== 'consciousness' && code !== 'supplemental-oxygen' && <span>{vitalName(code).unit}</span>}
            </th>
          ))}
          <th role="columnheader" scope="col">
            Alert
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup" ref={body}>
        {windowed.rows.map((shown) => {
          if (shown.kind === 'room') {
            return <tr key={`room ${String(shown.from)}`} aria-hidden="true" style={{ height: shown.height }} />;
          }
          const row = rows[shown.index];
          if (row === undefined) return null;
          return (
            <BoardTableRow
              key={row.patientId}
              row={row}
              index={shown.index}
              measure={windowed.measure}
              now={now}
              search={search}
            />
          );
        })}
      </tbody>
    </table>
  );
}
