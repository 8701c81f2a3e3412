import type { PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import type { ChartHours } from '../../../api/queries.ts';
import { useAsOf } from '../../../components/as-of/use-as-of.ts';
import { Loading } from '../../../components/page-states/page-states.tsx';
import { ObservationChart } from '../../../components/observation-chart/observation-chart.tsx';
import { useNavigation } from '../../../navigation/navigation.tsx';
import { PatientFrame } from '../patient-frame.tsx';
import { ChartViews } from './chart-views.tsx';
import { chartViewIn, searchWithChart } from './chart-address.ts';
import { ReadingsOverTime } from './readings-over-time.tsx';
import { counts, usePatientChart } from './use-patient-chart.ts';

/** What has been measured and scored: as curves, or as the observation chart that hangs at a bed. */
export function ChartsPage({ patientId }: { readonly patientId: PatientId }) {
  return (
    <PatientFrame patientId={patientId} title={t`Charts`}>
      {() => <Charts patientId={patientId} />}
    </PatientFrame>
  );
}

function Charts({ patientId }: { readonly patientId: PatientId }) {
  const { asOf, now } = useAsOf();
  const { path, search, go } = useNavigation();
  const { hours, view } = chartViewIn(search);
  const chart = usePatientChart({ patientId, hours, asOf });
  const show = (change: { readonly hours?: ChartHours; readonly view?: 'curves' | 'chart' }): void =>
    go(`${path}${searchWithChart(search, { hours, view, ...change })}`, 'replace');
  return (
    <>
      <ChartViews view={view} onView={(chosen) => show({ view: chosen })} />
      {view === 'curves' ? (
        <ReadingsOverTime chart={chart} now={now} hours={hours} onHours={(chosen) => show({ hours: chosen })} />
      ) : chart.scores.query.data === undefined ? (
        <Loading what={t`the scores`} />
      ) : (
        <ObservationChart scores={chart.scores.query.data.items.filter(counts)} />
      )}
    </>
  );
}
