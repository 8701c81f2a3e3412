import { compareAlerts, isOpenAlert, type Patient, type PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { contactsQuery } from '../../api/patients.ts';
import { planQuery, wardsQuery } from '../../api/queries.ts';
import { useAsOf } from '../../components/as-of/use-as-of.ts';
import { FlagTags } from '../../components/flags/flag-tags.tsx';
import { nhsNumberWords, pathwayWords, patientName } from '../../components/words/identity-words.ts';
import { ceilingWords, pauseWords } from '../../components/words/plan-words.ts';
import { exclusionWords } from '../../components/words/risk-words.ts';
import { ageInYears, dateWords, timeWords } from '../../components/words/time-words.ts';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { BannerAlert } from './banner-alert.tsx';
import { Folded } from './folded.tsx';
import { ResponsiblePerson } from './responsible-person.tsx';
import { usePatientAlerts } from './use-patient-alerts.ts';

/**
 * Who the page is about, wherever it is scrolled to: identity, where the patient stays, what changes how everything else is to
 * be read, how to reach the patient, and the alert that waits, with its buttons.
 */
export function PatientBanner({ patient }: { readonly patient: Patient }) {
  const { asOf, now } = useAsOf();
  const alerts = usePatientAlerts(patient.id, asOf).items.filter(isOpenAlert).toSorted(compareAlerts);
  const [top] = alerts;
  return (
    <section className="hw-banner" aria-label={t`Patient`}>
      <div className="hw-banner__who">
        <strong className="hw-banner__name">{patientName(patient)}</strong>
        <span>{t`${ageInYears(patient.birthDate, now)} years`}</span>
        <span>{t`born ${dateWords(patient.birthDate)}`}</span>
        <span>
          {t`NHS number`} <span className="hw-nhs-number">{nhsNumberWords(patient.nhsNumber)}</span>
        </span>
        {patient.stay === null && <strong>{t`Not on a ward`}</strong>}
      </div>
      <Flags patient={patient} />
      <Folded summary={t`Ward, whom to call, who has this patient`}>
        <div className="hw-banner__who">
          {patient.stay !== null && <Where stay={patient.stay} />}
          <FirstContact patientId={patient.id} />
        </div>
        {asOf === null && patient.stay !== null && <ResponsiblePerson stay={patient.stay} patient={patient} />}
      </Folded>
      {top !== undefined && <BannerAlert alert={top} others={alerts.length - 1} patientLabel={patientName(patient)} />}
    </section>
  );
}

function Where({ stay }: { readonly stay: NonNullable<Patient['stay']> }) {
  const { keeping, now } = useAsOf();
  const wards = useQuery(wardsQuery);
  const ward = wards.data?.items.find(({ id }) => id === stay.wardId)?.name ?? t`Ward board`;
  return (
    <span>
      <Link href={keeping(pathTo.board(stay.wardId))}>{ward}</Link>, {pathwayWords(stay.pathway)},{' '}
      {t`admitted ${timeWords(stay.admittedAt, now)}`}
    </span>
  );
}

/** Whom to call first. */
function FirstContact({ patientId }: { readonly patientId: PatientId }) {
  const { asOf } = useAsOf();
  const contacts = useQuery(contactsQuery(patientId, asOf)).data?.items ?? [];
  const [first] = contacts.flatMap(({ preferred, name, phone }) =>
    preferred && phone !== null ? [{ name, phone }] : [],
  );
  if (first === undefined) return null;
  return (
    <span>
      {first.name} <a href={`tel:${first.phone.replaceAll(/[^\d+]/g, '')}`}>{first.phone}</a>
    </span>
  );
}

/** What changes how everything else is to be read. */
function Flags({ patient: { id, flags } }: { readonly patient: Patient }) {
  const { asOf, now } = useAsOf();
  const plan = useQuery(planQuery(id, asOf)).data;
  const exclusion = plan?.exclusion ?? null;
  const isOnScale2 = (plan?.oxygenScale ?? null) !== null;
  const ceiling = plan === undefined ? null : ceilingWords(plan.escalation);
  const pause = plan?.pauses.find(({ from, until }) => Date.parse(from) <= now && now < Date.parse(until));
  return (
    <p className="hw-tags">
      <FlagTags flags={flags} />
      {ceiling !== null && (
        <span className="hw-tag hw-tag--ceiling" title={ceiling.sentence}>
          {ceiling.tag}
        </span>
      )}
      {isOnScale2 && <span className="hw-tag">{t`Oxygen saturation on scale 2`}</span>}
      {exclusion !== null && <span className="hw-tag">{t`No early-warning chart: ${exclusionWords(exclusion)}`}</span>}
      {pause !== undefined && <span className="hw-tag hw-tag--pause">{pauseWords(pause, now)}</span>}
    </p>
  );
}
