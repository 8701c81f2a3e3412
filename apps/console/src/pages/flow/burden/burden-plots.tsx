import type { AlertBurden } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { BarChart } from '../../../components/bar-chart/bar-chart.tsx';
import { BarRows } from '../../../components/bar-chart/bar-rows.tsx';
import { dayAndMonth } from '../../../time/site-time.ts';
import { rateWords, ruleWords, shareWords } from './burden-words.ts';

/** How alerts are spread over days, rules and wards. The tables have the same, and more. */
export function BurdenPlots({ burden: { total, byDay, byRule, byWard } }: { readonly burden: AlertBurden }) {
  const days = byDay.map(({ day, figures }) => ({
    key: day,
    words: `${dayAndMonth(day)}: ${rateWords(figures.alertsPerPatientDay)}`,
    value: figures.alertsPerPatientDay,
  }));
  const perDay = t`for each patient-day`;
  const average = rateWords(total.alertsPerPatientDay);
  return (
    <>
      <BarChart
        title={t`Alerts by day`}
        unit={perDay}
        label={t`Alerts for each patient-day, by day: ${average} over the whole period. The table "By day" has each.`}
        bars={days}
        ends={[dayAndMonth(byDay[0]?.day ?? ''), dayAndMonth(byDay.at(-1)?.day ?? '')]}
        valueWords={rateWords}
      />
      {byRule.length > 0 && (
        <div className="hw-burden">
          <BarRows
            title={t`Alerts by rule`}
            unit={perDay}
            bars={byRule.map(({ condition, figures, ...rule }) => ({
              key: condition,
              words: ruleWords({ condition, ...rule }),
              value: figures.alertsPerPatientDay,
            }))}
            valueWords={rateWords}
          />
          <BarRows
            title={t`Action taken by rule`}
            most={1}
            unit={t`of the alerts that are over`}
            bars={byRule.map(({ condition, figures, ...rule }) => ({
              key: condition,
              words: ruleWords({ condition, ...rule }),
              value: figures.shareWithAction,
            }))}
            valueWords={shareWords}
          />
          {byWard.length > 1 && (
            <BarRows
              title={t`Alerts by ward`}
              unit={perDay}
              bars={byWard.map(({ ward, figures }) => ({
                key: ward.id,
                words: ward.name,
                value: figures.alertsPerPatientDay,
              }))}
              valueWords={rateWords}
            />
          )}
        </div>
      )}
    </>
  );
}
