import { t } from '@lingui/core/macro';
import { type Column, RowsTable } from '../../../../components/rows-table/rows-table.tsx';
import { bedDaysWords, type BenefitRow, levels, levelWords, ofWords, shareWords } from './benefit-words.ts';

/** The same in numbers, from all wards down to each. */
export function BenefitTables({ rows }: { readonly rows: readonly BenefitRow[] }) {
  return levels.map((level) => {
    const own = rows.filter((row) => row.level === level);
    if (own.length === 0) return null;
    return (
      <RowsTable
        key={level}
        caption={levelWords(level)}
        of={t`Of`}
        rows={own}
        keyOf={({ name, pathway }) => `${name} ${pathway ?? ''}`}
        nameOf={(row) => (level === 'total' ? ofWords(row) : `${row.name}: ${ofWords(row)}`)}
        columns={columns()}
      />
    );
  });
}

const columns = (): readonly Column<BenefitRow>[] => [
  { title: t`Stays`, value: ({ stays }) => stays },
  { title: t`Bed days on the ward`, value: ({ bedDaysOnWard }) => bedDaysWords(bedDaysOnWard) },
  { title: t`Claimed bed days saved`, value: ({ claimedBedDays }) => bedDaysWords(claimedBedDays) },
  { title: t`Measured bed days saved`, value: ({ measuredBedDays }) => bedDaysWords(measuredBedDays) },
  { title: t`Measured of claimed`, value: (row) => shareWords(row) },
  { title: t`How it was compared, and how weak that is`, value: ({ comparison }) => comparison },
];
