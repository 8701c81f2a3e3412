import { type BoardRow, compareAlerts, isOpenAlert } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { memo } from 'react';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { FlagTags } from '../flags/flag-tags.tsx';
import { LastWhole, NotScored, PlanWarning, Risk, ScoreMarks, TierBadge } from '../risk/risk.tsx';
import { usePathwayFile, useChartView } from '../rule-sets/use-rule-sets.ts';
import { Sparkline } from '../sparkline/sparkline.tsx';
import { VitalCell } from '../vitals/vital-cell.tsx';
import { alertLabel, alertWords, conditionWords } from '../words/alert-words.ts';
import { eventTags } from '../words/event-words.ts';
import { news2View } from '../words/chart-words.ts';
import { nhsNumberWords, pathwayWords, patientName } from '../words/identity-words.ts';
import { ceilingWords, pauseWords } from '../words/plan-words.ts';
import { exclusionWords, isScoreToShow } from '../words/risk-words.ts';
import { ageInYears } from '../words/time-words.ts';
import { nextDueWords, trendOf, trendWords } from '../words/trend-words.ts';
import { vitalName } from '../words/vital-words.ts';
import { rowVitals, rowVitalsBesides } from './row-vitals.ts';

export interface BoardTableRowProps {
  readonly row: BoardRow;
  /** From 0, among the rows of the board. */
  readonly index: number;
  readonly measure: (element: HTMLElement | null) => void;
  readonly now: number;
  readonly search: string;
}

/** One patient on the board: score and its trend, who, newest values, the most urgent alert. */
export const BoardTableRow = memo(function BoardTableRow(props: BoardTableRowProps) {
  const { row, index, measure, now, search } = props;
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
        {shown !== null && <LastWhole score={row.lastWhole} now={now} />}
        <Trend row={row} chart={chart.title} />
        {shown !== null && chart.id !== news2View.id && <span className="hw-board__chart">{chart.title}</span>}
        {shown === null && row.exclusion !== null && (
          <strong className="hw-board__chart">No early-warning chart: {exclusionWords(row.exclusion)}</strong>
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
        <PlanWarning notFollowed={row.planNotFollowed} now={now} />
        <NextDue row={row} now={now} />
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

function Trend({ row, chart }: { readonly row: BoardRow; readonly chart: string }) {
  const points = trendOf(row);
  const words = trendWords(points, chart);
  return words === '' ? null : <Sparkline points={points} label={words} />;
}

function NextDue({ row, now }: { readonly row: BoardRow; readonly now: number }) {
  const due = nextDueWords(row.nextDue, now);
  if (due === null) return null;
  return (
    <span className={`hw-board__due${due.overdue ? ' hw-board__due--overdue' : ''}`} title={due.codes}>
      {due.words}
    </span>
  );
}

/** What changes how the row is to be read: what happened, flags, a ceiling of care, a pause, tasks that wait. */
function RowTags({ row, now }: { readonly row: BoardRow; readonly now: number }) {
  const ceiling = ceilingWords(row.ceilingOfCare);
  const events = eventTags(row, now);
  const counted = row.tasks + row.flags.length + events.length;
  if (ceiling === null && row.pause === null && row.responsible === null && counted === 0) return null;
  return (
    <span className="hw-tags">
      {events.map((words) => (
        <span key={words} className="hw-tag">
          {words}
        </span>
      ))}
      <FlagTags flags={row.flags} />
      {ceiling !== null && (
        <span className="hw-tag hw-tag--ceiling" title={ceiling.sentence}>
          {ceiling.tag}
        </span>
      )}
      {row.responsible !== null && <span className="hw-tag">{t`With ${row.responsible.person.name}`}</span>}
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
