import { type BoardRow, openAlertOf } from '#libs/contracts';
import { memo, useRef } from 'react';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/routes.ts';
import { alertWords } from '../words/alert-words.ts';
import { nhsNumberWords, pathwayWords, patientName } from '../words/identity-words.ts';
import { ageInYears } from '../words/time-words.ts';
import { chartCodes, vitalName } from '../words/vital-words.ts';
import { Risk, ScoreMarks, TierBadge } from '../risk/risk.tsx';
import { VitalCell } from '../vitals/vital-cell.tsx';
import { rowVitals } from './row-vitals.ts';
import { useMovingRows } from './use-moving-rows.ts';

export interface BoardTableProps {
  readonly caption: string;
  /** In the order to be shown. */
  readonly rows: readonly BoardRow[];
  readonly now: number;
}

/**
 * Everyone on a ward, one row each. On a narrow screen each row becomes a card; the roles keep it a table for those who
 * listen to it, since browsers drop a table's meaning when its display changes.
 */
export function BoardTable({ caption, rows, now }: BoardTableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  useMovingRows(body, rows.map((row) => row.patientId).join());
  return (
    <table className="hw-board" role="table">
      <caption className="nhsuk-u-visually-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">
            NEWS2
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
        {rows.map((row) => (
          <Row key={row.patientId} row={row} now={now} />
        ))}
      </tbody>
    </table>
  );
}

const Row = memo(function Row({ row, now }: { readonly row: BoardRow; readonly now: number }) {
  return (
    <tr role="row" data-row={row.patientId} className={`hw-board__row hw-board__row--${row.score?.tier ?? 'none'}`}>
      <td role="cell" className="hw-board__risk">
        <Risk score={row.score} exclusion={row.exclusion} />
      </td>
      <th role="rowheader" scope="row" className="hw-board__patient">
        <Link href={pathTo.patient(row.patientId)}>{patientName(row)}</Link>
        <ScoreMarks score={row.score} />
        <span className="hw-board__who">
          {ageInYears(row.birthDate, now)} y <span className="hw-nhs-number">{nhsNumberWords(row.nhsNumber)}</span>{' '}
          <span>{pathwayWords(row.pathway)}</span>
        </span>
      </th>
      {rowVitals(row).map((vital) => (
        <td key={vital.code} role="cell" className="hw-board__vital" data-label={vitalName(vital.code).short}>
          <VitalCell {...vital} now={now} />
        </td>
      ))}
      <td role="cell" className="hw-board__alert">
        <RowAlert row={row} now={now} />
      </td>
    </tr>
  );
});

function RowAlert({ row, now }: { readonly row: BoardRow; readonly now: number }) {
  const alert = openAlertOf(row);
  if (alert === undefined) return <span className="hw-board__no-alert">No open alert</span>;
  const words = alertWords(alert, now);
  return (
    <span className={`hw-row-alert hw-row-alert--${alert.state}${words.overdue ? ' hw-row-alert--overdue' : ''}`}>
      <span className="hw-row-alert__state">
        <TierBadge tier={alert.tier} /> {words.state}
      </span>
      <span className="hw-row-alert__detail">{words.detail}</span>
    </span>
  );
}
