import type { Demographics, PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { demographicsQuery } from '../../../api/demographics.ts';
import { useAsOf } from '../../../components/as-of/use-as-of.ts';
import { useFormDisclosure } from '../../../components/forms/use-form-disclosure.ts';
import { useMay } from '../../../components/frame/person.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { dateWords } from '../../../components/words/time-words.ts';
import { useRefetchAfterEvents } from '../../../live/use-refetch-after-events.ts';
import { DemographicsForm } from './demographics-form.tsx';

/** Who the patient is, and the form that corrects it; what it was before is in the history. */
export function DemographicsSection({ patientId }: { readonly patientId: PatientId }) {
  const demographics = useQuery(demographicsQuery(patientId));
  useRefetchAfterEvents({
    queryKey: ['demographics', patientId],
    isAbout: ({ event, data }) => event === 'flags' && data.patientId === patientId,
  });
  return (
    <Section title={t`Who it is`}>
      {demographics.isPending && <Loading what={t`who it is`} />}
      {demographics.isError && demographics.data === undefined && (
        <ProblemSummary
          title={t`Who it is could not be fetched`}
          error={demographics.error}
          onRetry={() => void demographics.refetch()}
        />
      )}
      {demographics.data !== undefined && <Shown demographics={demographics.data} />}
    </Section>
  );
}

function Shown({ demographics }: { readonly demographics: Demographics }) {
  const { asOf } = useAsOf();
  const may = useMay('correct-demographics') && asOf === null;
  const correcting = useFormDisclosure(`demographics/${demographics.patientId}`);
  const { givenName, familyName, birthDate } = demographics;
  if (correcting.isOpen) {
    return <DemographicsForm name={correcting.form} demographics={demographics} onClose={correcting.close} />;
  }
  return (
    <>
      <p>
        {givenName} {familyName}, {t`born ${dateWords(birthDate)}`}
      </p>
      {may && (
        <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" {...correcting.opener}>
          {t`Correct who it is…`}
        </button>
      )}
    </>
  );
}
