import type { CapacitySnapshot } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type Column, RowsTable } from '../../../../components/rows-table/rows-table.tsx';
import { dateWords } from '../../../../components/words/time-words.ts';
import { none, percentWords } from '../capacity-words.ts';
import { type DayFigures, dayFigures } from './snapshot-days.ts';

export interface SnapshotTablesProps {
  readonly snapshots: readonly CapacitySnapshot[];
  readonly days: readonly DayFigures[];
  /** Of what they are: `All wards`. */
  readonly of: string;
}

/** More would bury what is below. */
const mostOpen = 31;

/** Each day; and where there are several wards, each of them on the last day. */
export function SnapshotTables({ snapshots, days, of }: SnapshotTablesProps) {
  const last = days.at(-1);
  const onLast = snapshots.filter(({ date }) => date === last?.date);
  const byDay = (
    <RowsTable
      caption={t`Snapshots: ${of}`}
      of={t`Day`}
      rows={days.toReversed()}
      keyOf={({ date }) => date}
      nameOf={({ date }) => dateWords(date)}
      columns={onLast.length > 1 ? columns() : [...columns(), per100kColumn()]}
    />
  );
  return (
    <>
      {onLast.length > 1 && last !== undefined && (
        <RowsTable
          caption={t`By ward on ${dateWords(last.date)}`}
          of={t`Ward`}
          rows={onLast.flatMap(wardOnDay)}
          keyOf={({ key }) => key}
          nameOf={({ name }) => name}
          columns={[...columns(), per100kColumn()]}
        />
      )}
      {days.length <= mostOpen ? (
        byDay
      ) : (
        <details className="nhsuk-details">
          <summary className="nhsuk-details__summary">
            <span className="nhsuk-details__summary-text">
              <Trans>All {days.length} snapshots as a table</Trans>
            </span>
          </summary>
          <div className="nhsuk-details__text">{byDay}</div>
        </details>
      )}
      <p>
        <Trans>
          Beds that were not closed, and patients in them, at 08:00. Where it is published, more patients than beds are
          written as 100%*; what that stands for is beside it. Per 100,000 people aged 16 and over.
        </Trans>
      </p>
    </>
  );
}

interface WardOnDay extends DayFigures {
  readonly key: string;
  readonly name: string;
}

const wardOnDay = (snapshot: CapacitySnapshot): readonly WardOnDay[] =>
  dayFigures([snapshot]).map((day) => ({ ...day, key: snapshot.wardId, name: snapshot.wardName }));

const columns = (): readonly Column<DayFigures>[] => [
  { title: t`Patients`, value: ({ patients }) => patients },
  { title: t`Beds`, value: ({ capacity }) => capacity },
  { title: t`Occupancy as published`, value: ({ occupancyShown }) => occupancyShown },
  { title: t`True occupancy`, value: ({ occupancy }) => percentWords(occupancy) },
  { title: t`Made`, value: ({ isFromHistory }) => (isFromHistory ? t`later, from history` : t`at the time`) },
];

const per100kColumn = (): Column<DayFigures> => ({
  title: t`Beds per 100,000`,
  value: ({ capacityPer100k }) => (capacityPer100k === null ? none : capacityPer100k.toFixed(1)),
});
