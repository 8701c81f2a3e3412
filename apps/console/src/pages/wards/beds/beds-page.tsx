import { type BoardRow, type WardId, type WardOverview } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { boardQuery } from '../../api/queries.ts';
import { wardsOverviewQuery } from '../../api/wards.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { useMay } from '../../components/frame/person.tsx';
import { Empty, Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { nhsNumberWords, pathwayWords, patientName } from '../../components/words/identity-words.ts';
import { timeWords } from '../../components/words/time-words.ts';
import { useRefetchAfterEvents } from '../../live/use-refetch-after-events.ts';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { useNow } from '../../time/use-now.ts';
import { Beds } from './beds.tsx';
import { daysOnWard } from './length-of-stay.ts';
import { WardTabs } from './ward-tabs.tsx';

/** The beds of one ward: how many are taken, and who is in them for a person who may see patients. */
export function BedsPage({ wardId }: { readonly wardId: WardId }) {
  const mayView = useMay('view-patients');
  const mayAdmit = useMay('admit-and-discharge');
  const wards = useQuery(wardsOverviewQuery);
  const overview = wards.data?.wards.find(({ ward }) => ward.id === wardId);
  return (
    <>
      <PageHeading title={overview === undefined ? t`Beds` : t`Beds of ${overview.ward.name}`} />
      <WardTabs wardId={wardId} />
      {wards.isPending && <Loading what={t`the beds`} />}
      {wards.isError && wards.data === undefined && (
        <ProblemSummary
          title={t`The beds could not be fetched`}
          error={wards.error}
          onRetry={() => void wards.refetch()}
        />
      )}
      {wards.isSuccess && overview === undefined && <Empty>{t`There is no ward of this address.`}</Empty>}
      {overview !== undefined && <Capacity overview={overview} />}
      {mayAdmit && (
        <Link className="nhsuk-button hw-button--small" href={`${pathTo.admit}?ward=${wardId}`}>
          <Trans>Admit a patient</Trans>
        </Link>
      )}
      {mayView && <InBeds wardId={wardId} />}
    </>
  );
}

function Capacity({ overview }: { readonly overview: WardOverview }) {
  const { ward, bedsFree } = overview;
  return (
    <>
      <Beds patients={ward.patients} beds={ward.beds} />
      <p>{bedsFree < 0 ? t`${-bedsFree} patients more than beds` : t`${bedsFree} beds are free`}</p>
    </>
  );
}

function InBeds({ wardId }: { readonly wardId: WardId }) {
  const now = useNow(60_000);
  const { queryKey } = boardQuery(wardId, null);
  const board = useQuery(boardQuery(wardId, null));
  useRefetchAfterEvents({ queryKey, wardId, isAbout: ({ event }) => event === 'stay' });
  if (board.isPending) return <Loading what={t`the patients of this ward`} />;
  if (board.data === undefined) {
    return (
      <ProblemSummary
        title={t`The patients of this ward could not be fetched`}
        error={board.error}
        onRetry={() => void board.refetch()}
      />
    );
  }
  if (board.data.rows.length === 0) return <Empty>{t`No patients are on this ward.`}</Empty>;
  const longestFirst = board.data.rows.toSorted((one, other) => (one.admittedAt < other.admittedAt ? -1 : 1));
  return (
    <table className="hw-figures">
      <caption>
        <Trans>Who is in a bed, the longest stay first</Trans>
      </caption>
      <thead>
        <tr>
          <th scope="col">{t`Patient`}</th>
          <th scope="col">{t`Pathway`}</th>
          <th scope="col">{t`Admitted`}</th>
          <th scope="col">{t`Who has this patient`}</th>
        </tr>
      </thead>
      <tbody>
        {longestFirst.map((row) => (
          <BedRow key={row.stayId} row={row} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function BedRow({ row, now }: { readonly row: BoardRow; readonly now: number }) {
  return (
    <tr>
      <th scope="row">
        <Link href={pathTo.patient(row.patientId)}>{patientName(row)}</Link>{' '}
        <span className="hw-nhs-number">{nhsNumberWords(row.nhsNumber)}</span>
      </th>
      <td data-label={t`Pathway`}>{pathwayWords(row.pathway)}</td>
      <td data-label={t`Admitted`}>
        {timeWords(row.admittedAt, now)} ({daysOnWard(row.admittedAt, now)})
      </td>
      <td data-label={t`Who has this patient`}>{row.responsible?.person.name ?? t`no one yet`}</td>
    </tr>
  );
}
