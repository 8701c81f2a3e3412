import type { PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { patientHistoryQuery } from '../../../api/patients.ts';
import { queryKeys } from '../../../api/query-keys.ts';
import { useAsOf } from '../../../components/as-of/use-as-of.ts';
import { Empty, Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { timeWords } from '../../../components/words/time-words.ts';
import { useRefetchAfterEvents } from '../../../live/use-refetch-after-events.ts';
import { MergedRecords } from '../merge/merged-records.tsx';
import { PatientFrame } from '../patient-frame.tsx';

/** Everything that was done to a patient and by whom, the newest first. */
export function HistoryPage({ patientId }: { readonly patientId: PatientId }) {
  return (
    <PatientFrame patientId={patientId} title={t`History`}>
      {() => <MergesAndHistory patientId={patientId} />}
    </PatientFrame>
  );
}

function MergesAndHistory({ patientId }: { readonly patientId: PatientId }) {
  const { asOf, now } = useAsOf();
  return (
    <>
      {asOf === null && <MergedRecords patientId={patientId} now={now} />}
      <History patientId={patientId} />
    </>
  );
}

function History({ patientId }: { readonly patientId: PatientId }) {
  const { asOf, now } = useAsOf();
  const history = useQuery(patientHistoryQuery(patientId, asOf));
  useRefetchAfterEvents({
    queryKey: queryKeys.patientHistory(patientId, asOf),
    isAbout: ({ event, data }) => event !== 'reset' && 'patientId' in data && data.patientId === patientId,
  });
  if (history.isPending) return <Loading what={t`the history`} />;
  if (history.data === undefined) {
    return (
      <ProblemSummary
        title={t`The history could not be fetched`}
        error={history.error}
        onRetry={() => void history.refetch()}
      />
    );
  }
  if (history.data.items.length === 0) return <Empty>{t`Nothing has been done to this patient's record yet.`}</Empty>;
  return (
    <table className="hw-figures">
      <caption>{t`What was done, the newest first`}</caption>
      <thead>
        <tr>
          <th scope="col">{t`When`}</th>
          <th scope="col">{t`By`}</th>
          <th scope="col">{t`What`}</th>
        </tr>
      </thead>
      <tbody>
        {history.data.items.map(({ at, by, text, subject, revision }) => (
          <tr key={`${at} ${subject.id} ${String(revision)} ${text}`}>
            <td data-label={t`When`}>{timeWords(at, now)}</td>
            <td data-label={t`By`}>{by.name}</td>
            <td data-label={t`What`}>{text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
