import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type Column, RowsTable } from '../../../../components/rows-table/rows-table.tsx';
import { bedDaysWords, type BenefitRow, levels, levelWords, ofWords, shareWords } from './benefit-words.ts';

/** The same in numbers, from all wards down to each. */
export function BenefitTables({ rows }: { readonly rows: readonly BenefitRow[] }) {
  return levels.map((level) => {
    const own = rows.filter((row) => row.level === level);
    if (own.length === 0) return null;
    return (
      <div key={level}>
        <RowsTable
          caption={levelWords(level)}
          of={t`Of`}
          rows={own}
          keyOf={keyOf}
          nameOf={nameOf}
          columns={columns()}
        />
        {/* Of all wards together it stands beside the bars. */}
        {level !== 'total' && <Comparisons rows={own} />}
      </div>
    );
  });
}

const keyOf = ({ name, pathway }: BenefitRow): string => `${name} ${pathway ?? ''}`;
const nameOf = (row: BenefitRow): string => (row.level === 'total' ? ofWords(row) : `${row.name}: ${ofWords(row)}`);

/** What was compared with what for each row, and why that is weak. */
function Comparisons({ rows }: { readonly rows: readonly BenefitRow[] }) {
  return (
    <details className="nhsuk-details">
      <summary className="nhsuk-details__summary">
        <span className="nhsuk-details__summary-text">
          <Trans>How each was compared, and how weak that is</Trans>
        </span>
      </summary>
      <div className="nhsuk-details__text">
        {rows.map((row) => (
          <p key={keyOf(row)}>
            <strong>{nameOf(row)}.</strong> {row.comparison}
          </p>
        ))}
      </div>
    </details>
  );
}

const columns = (): readonly Column<BenefitRow>[] => [
  { title: t`Stays`, value: ({ stays }) => stays },
  { title: t`Bed days on the ward`, value: ({ bedDaysOnWard }) => bedDaysWords(bedDaysOnWard) },
  { title: t`Claimed bed days saved`, value: ({ claimedBedDays }) => bedDaysWords(claimedBedDays) },
  { title: t`Measured bed days saved`, value: ({ measuredBedDays }) => bedDaysWords(measuredBedDays) },
  { title: t`Measured of claimed`, value: (row) => shareWords(row) },
];
