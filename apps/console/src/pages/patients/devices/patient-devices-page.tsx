import type { Device, Patient, PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { deviceQuery, quarantineQuery } from '../../../api/queries.ts';
import { useAsOf } from '../../../components/as-of/use-as-of.ts';
import { useMay } from '../../../components/frame/person.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { QuarantineList } from '../../../components/quarantine/quarantine-list.tsx';
import { pathwayWords } from '../../../components/words/identity-words.ts';
import { ageWords, timeWords } from '../../../components/words/time-words.ts';
import { useLive } from '../../../live/use-live.ts';
import { PatientFrame } from '../patient-frame.tsx';

/** The devices that a patient has, and what came from them and was not used. */
export function PatientDevicesPage({ patientId }: { readonly patientId: PatientId }) {
  return (
    <PatientFrame patientId={patientId} title={t`Devices`}>
      {(patient) => <Devices patient={patient} />}
    </PatientFrame>
  );
}

function Devices({ patient }: { readonly patient: Patient }) {
  const { asOf } = useAsOf();
  return (
    <>
      <Section title={asOf === null ? t`Devices` : t`Devices that the patient had then`}>
        <DeviceList patient={patient} />
      </Section>
      {asOf === null ? (
        <Quarantine patientId={patient.id} />
      ) : (
        <p>{t`What the devices said of themselves, and the quarantine, are shown as of now only, and left out here.`}</p>
      )}
    </>
  );
}

function DeviceList({ patient }: { readonly patient: Patient }) {
  const { asOf, now } = useAsOf();
  const devices = useQueries({ queries: patient.devices.map((id) => deviceQuery(id)) });
  if (patient.devices.length === 0) return <p>{t`No devices: readings come by phone or on a visit.`}</p>;
  return (
    <ul className="nhsuk-list hw-devices">
      {patient.devices.map((id, index) => (
        <li key={id}>
          <strong>{pathwayWords(devices[index]?.data?.kind ?? t`Device`)}</strong> <span className="hw-code">{id}</span>
          {asOf === null && <DeviceState device={devices[index]?.data} now={now} />}
        </li>
      ))}
    </ul>
  );
}

function DeviceState({ device, now }: { readonly device: Device | undefined; readonly now: number }) {
  if (device === undefined) return null;
  const { status, holdings } = device;
  const since = holdings.at(-1)?.from;
  return (
    <span className="hw-devices__status">
      {since !== undefined && t`Issued ${timeWords(since, now)}. `}
      {status === null
        ? t`It has said nothing of itself yet.`
        : status.online === false
          ? t`Offline, last heard of ${ageWords(status.receivedAt, now)}`
          : t`Last heard of ${ageWords(status.receivedAt, now)}`}
      {status?.batteryPercent !== undefined && t`, battery ${Math.round(status.batteryPercent)}%`}
    </span>
  );
}

function Quarantine({ patientId }: { readonly patientId: PatientId }) {
  const { now } = useAsOf();
  const may = useMay('view-quarantine');
  const mayRelease = useMay('release-from-quarantine');
  const client = useQueryClient();
  const quarantine = useQuery({ ...quarantineQuery(patientId), enabled: may });
  useLive({
    wardId: may ? null : undefined,
    onEvents: (events) => {
      const isOfPatient = events.some((event) => event.event === 'quarantine' && event.data.patientId === patientId);
      if (isOfPatient || events.some(({ event }) => event === 'reset')) {
        void client.invalidateQueries({ queryKey: quarantineQuery(patientId).queryKey });
      }
    },
  });
  if (!may) return null;
  return (
    <Section title={t`Quarantine`}>
      {quarantine.isPending && <Loading what={t`the quarantine`} />}
      {quarantine.isError && quarantine.data === undefined && (
        <ProblemSummary title={t`The quarantine could not be fetched`} error={quarantine.error} />
      )}
      {quarantine.isSuccess && <QuarantineList entries={quarantine.data.items} now={now} mayRelease={mayRelease} />}
    </Section>
  );
}
