import type { Patient, ShownDevice } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueries } from '@tanstack/react-query';
import { deviceQuery } from '../../../api/queries.ts';
import { useAsOf } from '../../../components/as-of/use-as-of.ts';
import { useMay } from '../../../components/frame/person.tsx';
import { heardWords } from '../../../components/words/device-words.ts';
import { pathwayWords } from '../../../components/words/identity-words.ts';
import { timeWords } from '../../../components/words/time-words.ts';
import { useRefetchAfterEvents } from '../../../live/use-refetch-after-events.ts';
import { RecoverDevice } from './recover-device.tsx';

/** The devices that the patient has, or had then, with what each says of itself now. */
export function HeldDevices({ patient }: { readonly patient: Patient }) {
  const { asOf, now } = useAsOf();
  const mayChange = useMay('issue-devices');
  const devices = useQueries({ queries: patient.devices.map((id) => deviceQuery(id)) });
  useRefetchAfterEvents({ queryKey: ['device'], isAbout: ({ event }) => event === 'device' });
  if (patient.devices.length === 0) return <p>{t`No devices: readings come by phone or on a visit.`}</p>;
  return (
    <ul className="nhsuk-list hw-devices">
      {patient.devices.map((id, index) => {
        const device = devices[index]?.data;
        return (
          <li key={id}>
            <strong>{pathwayWords(device?.kind ?? t`Device`)}</strong> <span className="hw-code">{id}</span>
            {asOf === null && device !== undefined && <State device={device} now={now} />}
            {asOf === null && mayChange && <RecoverDevice deviceId={id} />}
          </li>
        );
      })}
    </ul>
  );
}

function State({ device, now }: { readonly device: ShownDevice; readonly now: number }) {
  const since = device.holdings.at(-1)?.from;
  return (
    <span className="hw-devices__status">
      {since !== undefined && `${t`Issued ${timeWords(since, now)}`}. `}
      {heardWords(device, now)}
    </span>
  );
}
