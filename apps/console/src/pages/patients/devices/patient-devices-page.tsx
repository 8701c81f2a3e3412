import type { Patient, PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { quarantineQuery } from '../../../api/queries.ts';
import { useAsOf } from '../../../components/as-of/use-as-of.ts';
import { useMay } from '../../../components/frame/person.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { QuarantineList } from '../../../components/quarantine/quarantine-list.tsx';
import { useLive } from '../../../live/use-live.ts';
import { PatientFrame } from '../patient-frame.tsx';
import { HeldDevices } from './held-devices.tsx';
import { IssueFromStock } from './issue-from-stock.tsx';

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
  const mayChange = useMay('issue-devices');
  return (
    <>
      <Section title={asOf === null ? t`Devices` : t`Devices that the patient had then`}>
        <HeldDevices patient={patient} />
        {asOf === null && mayChange && <IssueFromStock patientId={patient.id} />}
      </Section>
      {asOf === null ? (
        <Quarantine patientId={patient.id} />
      ) : (
        <p>{t`What the devices said of themselves, and the quarantine, are shown as of now only, and left out here.`}</p>
      )}
    </>
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
