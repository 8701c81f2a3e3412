import { t } from '@lingui/core/macro';
import { BarRows } from '../../../../components/bar-chart/bar-rows.tsx';
import { bedDaysWords, type BenefitRow, ofWords, shareWords } from './benefit-words.ts';

/** Of all wards, each pathway: claimed above measured by the same measure, and what the comparison is worth. */
export function ClaimedAndMeasured({ rows }: { readonly rows: readonly BenefitRow[] }) {
  const most = Math.max(0, ...rows.flatMap((row) => [row.claimedBedDays ?? 0, row.measuredBedDays ?? 0]));
  return rows.map((row) => {
    const { pathway, claimedBedDays, measuredBedDays, comparison } = row;
    const title = ofWords(row);
    return (
      <section key={pathway} className="hw-benefit" aria-label={title}>
        <BarRows
          title={title}
          unit={t`bed days saved, all wards: ${shareWords(row)}`}
          most={most}
          bars={[
            { key: 'claimed', words: t`Claimed`, value: claimedBedDays },
            { key: 'measured', words: t`Measured`, value: measuredBedDays },
          ]}
          valueWords={bedDaysWords}
        />
        <p>{comparison}</p>
      </section>
    );
  });
}
