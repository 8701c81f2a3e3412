import type { Forecast } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { forecastQuery } from '../../../../api/capacity.ts';
import { Choice } from '../../../../components/choice/choice.tsx';
import { PageHeading } from '../../../../components/frame/page-heading.tsx';
import { Section } from '../../../../components/frame/section.tsx';
import { Empty, Loading, ProblemSummary } from '../../../../components/page-states/page-states.tsx';
import { timeWords } from '../../../../components/words/time-words.ts';
import { useNavigation } from '../../../../navigation/navigation.tsx';
import { useNow } from '../../../../time/use-now.ts';
import { CapacityTabs } from '../capacity-tabs.tsx';
import { WardFilter } from '../ward-filter.tsx';
import { BackTestSection } from './back-test.tsx';
import { ForecastPlot } from './forecast-plot.tsx';
import { ForecastTable } from './forecast-table.tsx';
import {
  addressOfForecast,
  asItIs,
  filterOf,
  forecastDays,
  type ForecastView,
  forecastViewIn,
  isAsItIs,
} from './forecast-view.ts';
import { whatIfWords } from './forecast-words.ts';
import { WhatIfForm } from './what-if-form.tsx';

/** How full wards may become, what if, and how much to make of it. */
export function ForecastPage() {
  const { search, go } = useNavigation();
  const view = forecastViewIn(search);
  const change = (chosen: Partial<ForecastView>): void => {
    go(addressOfForecast({ ...view, ...chosen }), 'replace');
  };
  const base = useQuery(forecastQuery(filterOf(view, asItIs)));
  const supposed = useQuery(forecastQuery(filterOf(view, view.whatIf)));
  const failed = [supposed, base].find(({ isError, data }) => isError && data === undefined);
  return (
    <>
      <PageHeading title={t`Forecast`} />
      <CapacityTabs />
      <div className="hw-filters">
        <WardFilter wardId={view.wardId} onChange={(wardId) => change({ wardId })} />
        <Choice
          label={t`For`}
          value={view.days}
          choices={forecastDays.map((value) => ({ value, words: t`${value} days` }))}
          onChange={(days) => change({ days })}
        />
      </div>
      <WhatIfForm whatIf={view.whatIf} onChange={(whatIf) => change({ whatIf })} />
      {failed?.error instanceof Error && (
        <ProblemSummary
          title={t`The forecast could not be fetched`}
          error={failed.error}
          onRetry={() => void failed.refetch()}
        />
      )}
      {failed === undefined && supposed.data === undefined && <Loading what={t`the forecast`} />}
      {supposed.data !== undefined && (
        <ForecastOf forecast={supposed.data} base={isAsItIs(view.whatIf) ? null : (base.data ?? null)} view={view} />
      )}
    </>
  );
}

interface ForecastOfProps {
  readonly forecast: Forecast;
  readonly base: Forecast | null;
  readonly view: ForecastView;
}

function ForecastOf({ forecast, base, view: { whatIf } }: ForecastOfProps) {
  if (forecast.days.length === 0) return <Empty>{t`There is nothing to forecast yet.`}</Empty>;
  return (
    <>
      {!isAsItIs(whatIf) && (
        <p className="hw-sent" role="status">
          <strong>{whatIfWords(whatIf)}.</strong> <Trans>This is only supposed: nothing is changed.</Trans>
        </p>
      )}
      <ForecastPlot forecast={forecast} base={base} words={whatIfWords(whatIf)} />
      <ForecastTable forecast={forecast} base={base} />
      <BackTestSection backTest={forecast.backTest} />
      <Basis forecast={forecast} />
    </>
  );
}

/** How much the forecast rests on, and what it does not know. */
function Basis({ forecast: { basis, runs, seed, madeAt } }: { readonly forecast: Forecast }) {
  const now = useNow(60_000);
  const { endedStays, arrivalDays } = basis;
  return (
    <Section title={t`What it rests on`}>
      <p>
        <Trans>
          On {endedStays} stays that ended and {arrivalDays} days of arrivals. Each patient leaves by their expected
          date of discharge, or by how long stays of their pathway last given the days already stayed; others arrive as
          on the same weekdays before. Worked out {runs} times, with seed {seed}, at {timeWords(madeAt, now)}: the same
          seed comes to the same forecast.
        </Trans>
      </p>
      <p>
        <Trans>
          It does not know of anything that has not happened before: an outbreak, a holiday, a new pathway. Of 10 days,
          2 are to be expected outside the interval.
        </Trans>
      </p>
    </Section>
  );
}
