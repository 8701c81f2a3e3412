import type { PatientFlags, PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { flagsQuery } from '../../../api/flags.ts';
import { useAsOf } from '../../../components/as-of/use-as-of.ts';
import { FlagTags } from '../../../components/flags/flag-tags.tsx';
import { useFormDisclosure } from '../../../components/forms/use-form-disclosure.ts';
import { useMay } from '../../../components/frame/person.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { timeWords } from '../../../components/words/time-words.ts';
import { useRefetchAfterEvents } from '../../../live/use-refetch-after-events.ts';
import { FlagsForm } from './flags-form.tsx';

/** What has to be known of a patient wherever they are shown, and who said so. */
export function FlagsSection({ patientId }: { readonly patientId: PatientId }) {
  const { asOf } = useAsOf();
  const flags = useQuery(flagsQuery(patientId, asOf));
  useRefetchAfterEvents({
    queryKey: ['flags', patientId],
    isAbout: ({ event, data }) => event === 'flags' && data.patientId === patientId,
  });
  return (
    <Section title={t`To know of the patient`}>
      {flags.isPending && <Loading what={t`the flags`} />}
      {flags.isError && flags.data === undefined && (
        <ProblemSummary
          title={t`The flags could not be fetched`}
          error={flags.error}
          onRetry={() => void flags.refetch()}
        />
      )}
      {flags.data !== undefined && <Flags flags={flags.data} isPast={asOf !== null} />}
    </Section>
  );
}

function Flags({ flags, isPast }: { readonly flags: PatientFlags; readonly isPast: boolean }) {
  const { now } = useAsOf();
  const may = useMay('manage-patients') && !isPast;
  const changing = useFormDisclosure(`flags/${flags.patientId}`);
  const { changed } = flags;
  return (
    <>
      {flags.flags.length === 0 ? (
        <p>{t`No flags.`}</p>
      ) : (
        <p className="hw-tags">
          <FlagTags flags={flags.flags} />
        </p>
      )}
      {changed !== null && <p>{t`${timeWords(changed.at, now)} by ${changed.by.name}: ${changed.reason}`}</p>}
      {may &&
        (changing.isOpen ? (
          <FlagsForm name={changing.form} flags={flags} onClose={changing.close} />
        ) : (
          <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" {...changing.opener}>
            {t`Change the flags…`}
          </button>
        ))}
    </>
  );
}
