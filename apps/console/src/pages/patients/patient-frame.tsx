import type { Patient, PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, use, useEffect } from 'react';
import { patientQuery } from '../../api/queries.ts';
import { useAsOf } from '../../components/as-of/use-as-of.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { useFormDisclosure } from '../../components/forms/use-form-disclosure.ts';
import { PersonContext, useMay } from '../../components/frame/person.tsx';
import { Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { PrintedAt } from '../../components/printed-at/printed-at.tsx';
import { useSingleKey } from '../../components/single-key/use-single-key.ts';
import { type Tab, Tabs } from '../../components/tabs/tabs.tsx';
import { patientName } from '../../components/words/identity-words.ts';
import { useLive } from '../../live/use-live.ts';
import { useNavigation } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { keepRecentPatient } from './find/recent-patients.ts';
import { MergedInto, mergedIntoOf } from './merge/merged-into.tsx';
import { PossibleDuplicates } from './merge/possible-duplicates.tsx';
import { PatientBanner } from './patient-banner.tsx';

export interface PatientFrameProps {
  readonly patientId: PatientId;
  /** What the page is about, beside whom: `Stays`. */
  readonly title: string;
  readonly children: (patient: Patient) => ReactNode;
}

/** What stands around every page of one patient: who it is, what needs a person, and the way to the other pages. */
export function PatientFrame({ patientId, title, children }: PatientFrameProps) {
  const { asOf } = useAsOf();
  const patient = useQuery(patientQuery(patientId, asOf));
  useNoteVisit(patientId);
  useLive({
    wardId: asOf === null ? null : undefined,
    onEvents: (events) => {
      const isOfPatient = events.some(
        (event) => (event.event === 'stay' || event.event === 'flags') && event.data.patientId === patientId,
      );
      if (isOfPatient || events.some(({ event }) => event === 'device' || event === 'reset')) void patient.refetch();
    },
  });
  const mergedInto = mergedIntoOf(patient.error);
  if (patient.data === undefined || mergedInto !== undefined) {
    return (
      <>
        <PageHeading title={t`Patient`} />
        {patient.isPending && <Loading what={t`the patient`} />}
        {mergedInto !== undefined && <MergedInto patientId={mergedInto} />}
        {patient.isError && mergedInto === undefined && (
          <ProblemSummary
            title={t`The patient could not be fetched`}
            error={patient.error}
            onRetry={() => void patient.refetch()}
          />
        )}
      </>
    );
  }
  return (
    <>
      <PageHeading title={`${patientName(patient.data)}: ${title}`} isHidden />
      <PatientBanner patient={patient.data} />
      <PrintedAt />
      <PossibleDuplicates patient={patient.data} />
      <PatientTabs patientId={patientId} />
      {!patient.data.knownThen && <p className="hw-empty">{t`The patient was not registered yet then.`}</p>}
      {patient.data.knownThen && children(patient.data)}
    </>
  );
}

/** Lists the patient among those looked at last. */
function useNoteVisit(patientId: PatientId): void {
  const personId = use(PersonContext)?.id;
  useEffect(() => {
    if (personId !== undefined) keepRecentPatient(window.sessionStorage, personId, patientId);
  }, [personId, patientId]);
}

function PatientTabs({ patientId }: { readonly patientId: PatientId }) {
  const { path } = useNavigation();
  const { keeping } = useAsOf();
  useEnterFromAnyTab(patientId);
  const tabs: readonly Tab[] = [
    { href: pathTo.patient(patientId), words: t`Summary` },
    { href: pathTo.charts(patientId), words: t`Charts` },
    { href: pathTo.plan(patientId), words: t`Plan` },
    { href: pathTo.contacts(patientId), words: t`Contacts and notes` },
    { href: pathTo.patientDevices(patientId), words: t`Devices` },
    { href: pathTo.stays(patientId), words: t`Stays` },
    { href: pathTo.history(patientId), words: t`History` },
  ];
  return (
    <Tabs label={t`This patient`} tabs={tabs.map((tab) => ({ ...tab, href: keeping(tab.href) }))} current={path} />
  );
}

/** Whichever page of the patient is open, `e` leads to the form for observations, which is on the summary. */
function useEnterFromAnyTab(patientId: PatientId): void {
  const { asOf } = useAsOf();
  const { path, go } = useNavigation();
  const mayRecord = useMay('record-observations');
  const { opener } = useFormDisclosure(`enter-observations/${patientId}`);
  useSingleKey('e', () => {
    if (!mayRecord || asOf !== null || path === pathTo.patient(patientId)) return false;
    opener.onClick();
    go(pathTo.patient(patientId));
    return true;
  });
}
