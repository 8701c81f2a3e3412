import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { quarantinedQuery } from '../../api/devices.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { useMay } from '../../components/frame/person.tsx';
import { Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { QuarantineList } from '../../components/quarantine/quarantine-list.tsx';
import { useWardChoice } from '../../components/ward-choice/ward-choice.tsx';
import { useRefetchAfterEvents } from '../../live/use-refetch-after-events.ts';
import { useNavigation } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { useNow } from '../../time/use-now.ts';
import { DevicesTabs } from './devices-tabs.tsx';

/** What came in and was not used, of the ward chosen or of one device. */
export function QuarantinePage() {
  const now = useNow();
  const { search, go } = useNavigation();
  const { wardId } = useWardChoice();
  const deviceId = new URLSearchParams(search).get('device') ?? '';
  const mayRelease = useMay('release-from-quarantine');
  const mayListen = useMay('view-patients');
  const quarantine = useQuery(quarantinedQuery({ wardId, deviceId }));
  return (
    <>
      <PageHeading title={t`Quarantine`} />
      <DevicesTabs />
      {mayListen && <Refetch />}
      <div className="nhsuk-form-group">
        <label className="nhsuk-label" htmlFor="quarantine-device">
          {t`Only of the device`}
        </label>
        <input
          className="nhsuk-input nhsuk-input--width-20"
          id="quarantine-device"
          type="search"
          autoComplete="off"
          value={deviceId}
          onChange={({ target: { value } }) =>
            go(value === '' ? pathTo.quarantine : `${pathTo.quarantine}?device=${encodeURIComponent(value)}`, 'replace')
          }
        />
      </div>
      {quarantine.isPending && <Loading what={t`the quarantine`} />}
      {quarantine.isError && quarantine.data === undefined && (
        <ProblemSummary
          title={t`The quarantine could not be fetched`}
          error={quarantine.error}
          onRetry={() => void quarantine.refetch()}
        />
      )}
      {quarantine.data !== undefined && (
        <QuarantineList entries={quarantine.data.items} now={now} mayRelease={mayRelease} />
      )}
    </>
  );
}

function Refetch() {
  useRefetchAfterEvents({ queryKey: ['quarantine'], isAbout: ({ event }) => event === 'quarantine' });
  return null;
}
