import type { AlertBurden } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { dateWords } from '../../../components/words/time-words.ts';
import { type BurdenRow, BurdenTable } from './burden-table.tsx';
import { answerColumns, countColumns, ruleWords, shiftWords } from './burden-words.ts';

/** The burden in numbers, by ward, shift, rule and day. */
export function BurdenTables({ burden }: { readonly burden: AlertBurden }) {
  const { total, byWard, byShift, byRule, byDay, handoverTimes } = burden;
  const all: BurdenRow = { key: 'total', name: t`All`, figures: total };
  const wards = byWard.map(({ ward, figures }) => ({ key: ward.id, name: ward.name, figures }));
  const shifts = byShift.map(({ shift, figures }) => ({ key: shift, name: shiftWords(shift, handoverTimes), figures }));
  const rules = byRule.map((rule) => ({ key: rule.condition, name: ruleWords(rule), figures: rule.figures }));
  const days = byDay.map(({ day, figures }) => ({ key: day, name: dateWords(day), figures }));
  return (
    <>
      <Both of={t`Ward`} title={t`By ward`} answers={t`By ward: how they were answered`} rows={[...wards, all]} />
      <Both of={t`Shift`} title={t`By shift`} answers={t`By shift: how they were answered`} rows={shifts} />
      <Both of={t`Rule`} title={t`By rule`} answers={t`By rule: how they were answered`} rows={rules} />
      <details className="nhsuk-details">
        <summary className="nhsuk-details__summary">
          <span className="nhsuk-details__summary-text">
            <Trans>By day, as tables</Trans>
          </span>
        </summary>
        <div className="nhsuk-details__text">
          <Both isLong of={t`Day`} title={t`By day`} answers={t`By day: how they were answered`} rows={days} />
        </div>
      </details>
    </>
  );
}

interface BothProps {
  readonly of: string;
  readonly title: string;
  readonly answers: string;
  readonly rows: readonly BurdenRow[];
  /** So long that it is better scrolled by itself than with the page. */
  readonly isLong?: boolean;
}

/** What there was, and how it was answered: two tables, since one would be too wide. */
function Both({ of, title, answers, rows, isLong = false }: BothProps) {
  if (rows.length === 0) return null;
  return (
    <div className={isLong ? 'hw-scroll' : 'hw-burden-tables'} tabIndex={0} role="region" aria-label={title}>
      <BurdenTable caption={title} of={of} columns={countColumns()} rows={rows} />
      <BurdenTable caption={answers} of={of} columns={answerColumns()} rows={rows} />
    </div>
  );
}
