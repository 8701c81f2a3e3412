import { DeviceState, type ShownDevice } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { devicesQuery } from '../../api/devices.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { useMay } from '../../components/frame/person.tsx';
import { Empty, Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { deviceStateWords, heardWords, isInStock } from '../../components/words/device-words.ts';
import { pathwayWords, patientName } from '../../components/words/identity-words.ts';
import { useRefetchAfterEvents } from '../../live/use-refetch-after-events.ts';
import { Link, useNavigation } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { useNow } from '../../time/use-now.ts';
import { DevicesTabs } from './devices-tabs.tsx';

/** Every device: in stock or with whom, and when it was last heard of. */
export function DevicesPage() {
  const { search, go } = useNavigation();
  const state = DeviceState.safeParse(new URLSearchParams(search).get('state')).data ?? null;
  const mayRegister = useMay('register-devices');
  const devices = useQuery(devicesQuery(state));
  return (
    <>
      <div className="hw-page-top">
        <PageHeading title={t`Devices`} />
        {mayRegister && <Link href={pathTo.registerDevice}>{t`Register a device`}</Link>}
      </div>
      <DevicesTabs />
      <LiveDevices />
      <div className="hw-filters">
        <div>
          <label className="nhsuk-label" htmlFor="device-state">
            {t`Which`}
          </label>
          <select
            className="nhsuk-select"
            id="device-state"
            value={state ?? ''}
            onChange={({ target: { value } }) =>
              go(value === '' ? pathTo.devices : `${pathTo.devices}?state=${value}`, 'replace')
            }
          >
            <option value="">{t`All`}</option>
            {DeviceState.options.map((one) => (
              <option key={one} value={one}>
                {deviceStateWords(one)}
              </option>
            ))}
          </select>
        </div>
      </div>
      {devices.isPending && <Loading what={t`the devices`} />}
      {devices.isError && devices.data === undefined && (
        <ProblemSummary
          title={t`The devices could not be fetched`}
          error={devices.error}
          onRetry={() => void devices.refetch()}
        />
      )}
      {devices.data?.items.length === 0 && <Empty>{t`No devices are like this.`}</Empty>}
      {devices.data !== undefined && devices.data.items.length > 0 && <Table devices={devices.data.items} />}
    </>
  );
}

/** Who may see patients hears of changes at once; others have them by the clock. */
function LiveDevices() {
  const mayListen = useMay('view-patients');
  return mayListen ? <Refetch /> : null;
}

function Refetch() {
  useRefetchAfterEvents({ queryKey: ['devices'], isAbout: ({ event }) => event === 'device' });
  return null;
}

function Table({ devices }: { readonly devices: readonly ShownDevice[] }) {
  const now = useNow(60_000);
  return (
    <table className="hw-figures">
      <caption>{t`Devices`}</caption>
      <thead>
        <tr>
          <th scope="col">{t`Device`}</th>
          <th scope="col">{t`Kind`}</th>
          <th scope="col">{t`With`}</th>
          <th scope="col">{t`State`}</th>
        </tr>
      </thead>
      <tbody>
        {devices.map((device) => (
          <tr key={device.id}>
            <th scope="row">
              <Link className="hw-code" href={pathTo.device(device.id)}>
                {device.id}
              </Link>
            </th>
            <td data-label={t`Kind`}>{pathwayWords(device.kind)}</td>
            <td data-label={t`With`}>
              <Holder device={device} />
            </td>
            <td data-label={t`State`}>{heardWords(device, now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** By name only for those who may see patients. */
function Holder({ device }: { readonly device: ShownDevice }) {
  if (isInStock(device)) return t`in stock`;
  const holder = 'withheld' in device ? null : device.holder;
  if (holder === undefined || holder === null) return t`a patient`;
  return <Link href={pathTo.patient(holder.patientId)}>{patientName(holder)}</Link>;
}
