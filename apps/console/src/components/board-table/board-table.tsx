import { type BoardRow, compareAlerts, isOpenAlert } from '#libs/contracts';
import { memo, useMemo, useRef } from 'react';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { usePathwayFile, useChartView } from '../rule-sets/use-rule-sets.ts';
import { alertLabel, alertWords, conditionWords } from '../words/alert-words.ts';
import { nhsNumberWords, pathwayWords, patientName } from '../words/identity-words.ts';
import { ceilingWords, pauseWords } from '../words/plan-words.ts';
import { ageInYears } from '../words/time-words.ts';
import { news2View } from '../words/chart-words.ts';
import { exclusionWords, isScoreToShow } from '../words/risk-words.ts';
import { chartCodes, vitalName } from '../words/vital-words.ts';
import { NotScored, Risk, ScoreMarks, TierBadge } from '../risk/risk.tsx';
import { VitalCell } from '../vitals/vital-cell.tsx';
import { rowVitals, rowVitalsBesides } from './row-vitals.ts';
import { useWindowedRows } from '../windowed/use-windowed-rows.ts';
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
            <Row
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

interface RowProps {
  readonly row: BoardRow;
  /** From 0, among the rows of the board. */
  readonly index: number;
  readonly measure: (element: HTMLElement | null) => void;
  readonly now: number;
  readonly search: string;
}

const Row = memo(function Row({ row, index, measure, now, search }: RowProps) {
  const chart = useChartView(row.score);
  const quality = usePathwayFile(row.score?.pathway)?.quality;
  const besides = rowVitalsBesides(row, chart);
  const shown = isScoreToShow(row.score, row.exclusion) ? row.score : null;
  const look = row.notScored === null ? (shown?.tier ?? 'none') : 'none';
  return (
    <tr
      role="row"
      ref={measure}
      data-row={row.patientId}
      data-index={index}
      aria-rowindex={index + 2}
      className={`hw-board__row hw-board__row--${look}`}
    >
      <td role="cell" className="hw-board__risk">
        <Risk score={row.score} exclusion={row.exclusion} notScored={row.notScored} chart={chart} />
        {shown !== null && chart.id !== news2View.id && <span className="hw-board__chart">{chart.title}</span>}
        {shown === null && row.exclusion !== null && (
          <span className="hw-board__chart">NEWS2 does not apply: {exclusionWords(row.exclusion)}</span>
        )}
      </td>
      <th role="rowheader" scope="row" className="hw-board__patient">
        <Link href={`${pathTo.patient(row.patientId)}${search}`}>{patientName(row)}</Link>
        <ScoreMarks score={shown} />
        <span className="hw-board__who">
          {ageInYears(row.birthDate, now)} y <span className="hw-nhs-number">{nhsNumberWords(row.nhsNumber)}</span>{' '}
          <span>{pathwayWords(row.pathway)}</span>
        </span>
        <NotScored reason={row.notScored} />
        <RowTags row={row} now={now} />
        {besides.length > 0 && (
          <span className="hw-board__besides">
            {besides.map((vital) => (
              <span key={vital.code}>
                {vitalName(vital.code).short} <VitalCell {...vital} now={now} quality={quality} />
              </span>
            ))}
          </span>
        )}
      </th>
      {rowVitals(row, chart).map((vital) => (
        <td key={vital.code} role="cell" className="hw-board__vital" data-label={vitalName(vital.code).short}>
          <VitalCell {...vital} now={now} quality={quality} />
        </td>
      ))}
      <td role="cell" className="hw-board__alert">
        <RowAlert row={row} now={now} />
      </td>
    </tr>
  );
});

/** What changes how the row is to be read: a ceiling of care, a pause, tasks that wait. */
function RowTags({ row, now }: { readonly row: BoardRow; readonly now: number }) {
  const ceiling = ceilingWords(row.ceilingOfCare);
  if (ceiling === null && row.pause === null && row.tasks === 0) return null;
  return (
    <span className="hw-tags">
      {ceiling !== null && (
        <span className="hw-tag hw-tag--ceiling" title={ceiling.sentence}>
          {ceiling.tag}
        </span>
      )}
      {row.pause !== null && <span className="hw-tag hw-tag--pause">{pauseWords(row.pause, now)}</span>}
      {row.tasks > 0 && (
        <span className="hw-tag hw-tag--tasks">
          {row.tasks} open {row.tasks === 1 ? 'task' : 'tasks'}
        </span>
      )}
    </span>
  );
}

/** The most urgent open alert, and that there are others. */
function RowAlert({ row, now }: { readonly row: BoardRow; readonly now: number }) {
  const [alert, ...others] = row.alerts.filter(isOpenAlert).toSorted(compareAlerts);
  if (alert === undefined) return <span className="hw-board__no-alert">No open alert</span>;
  const words = alertWords(alert, now);
  const overdue = words.overdue ? ' hw-row-alert--overdue' : '';
  return (
    <span className={`hw-row-alert hw-row-alert--${alert.state}${overdue}${alert.late ? ' hw-row-alert--late' : ''}`}>
      <span className="hw-row-alert__state">
        <TierBadge tier={alert.tier} /> {words.state}
      </span>
      <span className="hw-row-alert__detail">
        {alert.conditionKind !== 'score' && `${conditionWords[alert.conditionKind]}: `}
        {words.detail}
      </span>
      {others.length > 0 && (
        <span className="hw-row-alert__others">
          and {others.length} more: {[...new Set(others.map(alertLabel))].join(', ')}
        </span>
      )}
    </span>
  );
}
