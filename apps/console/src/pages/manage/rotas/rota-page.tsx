import type { Rota, RotaId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { rotaQuery } from '../../../api/rotas.ts';
import { useFormDisclosure } from '../../../components/forms/use-form-disclosure.ts';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { useMay } from '../../../components/frame/person.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { OnCallNow } from '../../../components/people/on-call.tsx';
import { useNames } from '../../../components/people/use-names.ts';
import { spanInZone } from '../../../components/words/rota-words.ts';
import { gapWords } from '../../../components/words/staff-words.ts';
import { ManageTabs } from '../manage-tabs.tsx';
import { CalendarFiles } from './calendar-files.tsx';
import { Overrides } from './overrides.tsx';
import { RotaCalendar } from './rota-calendar.tsx';
import { RotaForm } from './rota-form.tsx';
import { Swap } from './swap.tsx';

/** One rota: who is on call, its gaps, its calendar; and what can be changed of it. */
export function RotaPage({ rotaId }: { readonly rotaId: RotaId }) {
  const rota = useQuery(rotaQuery(rotaId));
  return (
    <>
      <PageHeading title={rota.data?.name ?? t`Rota`} />
      <ManageTabs />
      {rota.isPending && <Loading what={t`the rota`} />}
      {rota.isError && rota.data === undefined && (
        <ProblemSummary
          title={t`The rota could not be fetched`}
          error={rota.error}
          onRetry={() => void rota.refetch()}
        />
      )}
      {rota.data !== undefined && <Found rota={rota.data} />}
    </>
  );
}

function Found({ rota }: { readonly rota: Rota }) {
  const mayManage = useMay('manage-staff');
  return (
    <>
      <p>
        {t`On call now`}: <OnCallNow rotaId={rota.id} timeZone={rota.timeZone} />
      </p>
      <Gaps rota={rota} />
      <RotaCalendar rota={rota} />
      {mayManage && <Swap rota={rota} />}
      <Overrides rota={rota} mayManage={mayManage} />
      <CalendarFiles rota={rota} mayManage={mayManage} />
      {mayManage && <Layers rota={rota} />}
    </>
  );
}

function Gaps({ rota }: { readonly rota: Rota }) {
  const { person } = useNames();
  if (rota.gaps.length === 0) return <p>{t`No gaps in the next 7 days.`}</p>;
  return (
    <section className="hw-warning" aria-label={t`Gaps in the next 7 days`}>
      <p>
        <strong>{t`Gaps in the next 7 days`}</strong>
      </p>
      <ul>
        {rota.gaps.map((gap) => (
          <li key={gap.start}>
            {gapWords(gap, person)}, {spanInZone(gap, rota.timeZone)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Layers({ rota }: { readonly rota: Rota }) {
  const changing = useFormDisclosure(`change-rota/${rota.id}`);
  return (
    <Section title={t`Layers`}>
      {changing.isOpen ? (
        <RotaForm name={changing.form} rota={rota} onClose={changing.close} />
      ) : (
        <>
          <p>{rota.layers.map(({ name }) => name).join(', ')}</p>
          <button type="button" className="nhsuk-button hw-button--small" {...changing.opener}>
            {t`Change the rota…`}
          </button>
        </>
      )}
    </Section>
  );
}
