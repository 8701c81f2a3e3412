import type { Stay } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueries, useQuery } from '@tanstack/react-query';
import { dischargedQuery } from '../../api/patients.ts';
import { patientQuery, wardsQuery } from '../../api/queries.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { Empty, Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { nhsNumberWords, patientName } from '../../components/words/identity-words.ts';
import { destinationWords } from '../../components/words/stay-words.ts';
import { timeWords } from '../../components/words/time-words.ts';
import { useRefetchAfterEvents } from '../../live/use-refetch-after-events.ts';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { useNow } from '../../time/use-now.ts';
import { FlowTabs } from './flow-tabs.tsx';

/** Who was discharged in the last seven days, and what kit they still have. */
export function DischargesPage() {
  const discharged = useQuery(dischargedQuery);
  useRefetchAfterEvents({ queryKey: queryKeys.discharged(), isAbout: ({ event }) => event === 'stay' });
  return (
    <>
      <PageHeading title={t`Discharges of the last 7 days`} />
      <FlowTabs />
      <p>{t`A patient is discharged on their own page; the beds of a ward lead there.`}</p>
      {discharged.isPending && <Loading what={t`the discharges`} />}
      {discharged.isError && discharged.data === undefined && (
        <ProblemSummary
          title={t`The discharges could not be fetched`}
          error={discharged.error}
          onRetry={() => void discharged.refetch()}
        />
      )}
      {discharged.data?.length === 0 && <Empty>{t`No patient was discharged in the last 7 days.`}</Empty>}
      {discharged.data !== undefined && discharged.data.length > 0 && <Discharged stays={discharged.data} />}
    </>
  );
}

function Discharged({ stays }: { readonly stays: readonly Stay[] }) {
  const now = useNow(60_000);
  const wards = useQuery(wardsQuery).data?.items ?? [];
  const patients = useQueries({ queries: stays.map(({ patientId }) => patientQuery(patientId)) });
  return (
    <table className="hw-figures">
      <caption>{t`The newest first`}</caption>
      <thead>
        <tr>
          <th scope="col">{t`Patient`}</th>
          <th scope="col">{t`Ward`}</th>
          <th scope="col">{t`Discharged`}</th>
          <th scope="col">{t`Kit to fetch`}</th>
        </tr>
      </thead>
      <tbody>
        {stays.map((stay, index) => {
          const patient = patients[index]?.data;
          const { dischargedAt, dischargeDestination } = stay;
          return (
            <tr key={stay.id}>
              <th scope="row">
                <Link href={pathTo.patient(stay.patientId)}>
                  {patient === undefined ? t`Patient` : patientName(patient)}
                </Link>{' '}
                {patient !== undefined && nhsNumberWords(patient.nhsNumber)}
              </th>
              <td data-label={t`Ward`}>{wards.find(({ id }) => id === stay.wardId)?.name}</td>
              <td data-label={t`Discharged`}>
                {dischargedAt !== null && timeWords(dischargedAt, now)}
                {dischargeDestination !== null && `: ${destinationWords(dischargeDestination)}`}
              </td>
              <td data-label={t`Kit to fetch`}>
                {patient === undefined || patient.devices.length === 0 ? t`none` : patient.devices.join(', ')}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
