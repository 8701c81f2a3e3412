import { type Handover, type LiveEvent, type WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { downtimePackAddress, type HandoverHours, handoverHours, handoverQuery } from '../../../api/handover.ts';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { Empty, Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { PrintedAt } from '../../../components/printed-at/printed-at.tsx';
import { timeWords } from '../../../components/words/time-words.ts';
import { useRefetchAfterEvents } from '../../../live/use-refetch-after-events.ts';
import { useNavigation } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { useNow } from '../../../time/use-now.ts';
import { WardTabs } from '../ward-tabs.tsx';
import { HandoverEntry } from './handover-entry.tsx';

/** What the next shift has to know of a ward, the most urgent first: on screen, and on paper. */
export function HandoverPage({ wardId }: { readonly wardId: WardId }) {
  const { search, go } = useNavigation();
  const hours = hoursIn(search);
  const query = handoverQuery(wardId, hours);
  const handover = useQuery(query);
  useRefetchAfterEvents({ queryKey: query.queryKey, wardId, isAbout });
  return (
    <>
      <PageHeading title={handover.data === undefined ? t`Handover` : t`Handover of ${handover.data.wardName}`} />
      <WardTabs wardId={wardId} />
      <PrintedAt />
      <Choices
        wardId={wardId}
        hours={hours}
        onChange={(chosen) => go(`${pathTo.handover(wardId)}?hours=${String(chosen)}`, 'replace')}
      />
      {handover.isPending && <Loading what={t`the handover`} />}
      {handover.isError && handover.data === undefined && (
        <ProblemSummary
          title={t`The handover could not be fetched`}
          error={handover.error}
          onRetry={() => void handover.refetch()}
        />
      )}
      {handover.data !== undefined && <Entries handover={handover.data} />}
    </>
  );
}

const eventsAbout: ReadonlySet<string> = new Set(['score', 'alert', 'stay', 'task', 'note', 'plan', 'observation']);
const isAbout = ({ event }: LiveEvent): boolean => eventsAbout.has(event);

function hoursIn(search: string): HandoverHours {
  const asked = Number(new URLSearchParams(search).get('hours'));
  return handoverHours.find((hours) => hours === asked) ?? 12;
}

function Choices(props: {
  readonly wardId: WardId;
  readonly hours: HandoverHours;
  readonly onChange: (hours: HandoverHours) => void;
}) {
  const { wardId, hours, onChange } = props;
  return (
    <>
      <div className="hw-filters">
        <div>
          <label className="nhsuk-label" htmlFor="handover-hours">
            <Trans>What has changed</Trans>
          </label>
          <select
            className="nhsuk-select"
            id="handover-hours"
            value={hours}
            onChange={(event) => onChange(hoursIn(`?hours=${event.target.value}`))}
          >
            {handoverHours.map((choice) => (
              <option key={choice} value={choice}>{t`In the last ${choice} hours`}</option>
            ))}
          </select>
        </div>
      </div>
      <div className="hw-actions">
        <button type="button" className="nhsuk-button hw-button--small" onClick={() => window.print()}>
          <Trans>Print</Trans>
        </button>
        <a
          className="nhsuk-button nhsuk-button--secondary hw-button--small"
          href={downtimePackAddress(wardId)}
          download
        >
          <Trans>Download the downtime pack (PDF)</Trans>
        </a>
      </div>
    </>
  );
}

function Entries({ handover }: { readonly handover: Handover }) {
  const now = useNow(60_000);
  const { patients, since, madeAt, wardName } = handover;
  if (patients.length === 0) return <Empty>{t`No patients are on this ward.`}</Empty>;
  const worse = patients.filter(({ change }) => change === 'worse').length;
  return (
    <>
      <p>
        <Trans>
          {wardName} at {timeWords(madeAt, now)}, compared with {timeWords(since, now)}, the most urgent first. Worse:{' '}
          {worse} of {patients.length}.
        </Trans>
      </p>
      <ol className="hw-handover">
        {patients.map((patient) => (
          <li key={patient.stayId}>
            <HandoverEntry patient={patient} now={now} />
          </li>
        ))}
      </ol>
    </>
  );
}
