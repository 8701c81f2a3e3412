import type { Rota } from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { rotasQuery } from '../../../api/rotas.ts';
import { OnCallNow } from '../../../components/people/on-call.tsx';
import { useFormDisclosure } from '../../../components/forms/use-form-disclosure.ts';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { useMay } from '../../../components/frame/person.tsx';
import { Empty, Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { ManageTabs } from '../manage-tabs.tsx';
import { CoverBanner } from './cover-banner.tsx';
import { RotaForm } from './rota-form.tsx';

/** The rotas, who is on call on each now, and what is wrong with the cover of the next 7 days. */
export function RotasPage() {
  const rotas = useQuery(rotasQuery);
  const mayManage = useMay('manage-staff');
  const adding = useFormDisclosure('add-rota');
  return (
    <>
      <PageHeading title={t`Rotas`} />
      <ManageTabs />
      {rotas.data !== undefined && <CoverBanner rotas={rotas.data.items} />}
      {mayManage &&
        (adding.isOpen ? (
          <RotaForm name={adding.form} rota={null} onClose={adding.close} />
        ) : (
          <button type="button" className="nhsuk-button hw-button--small" {...adding.opener}>
            {t`Add a rota…`}
          </button>
        ))}
      {rotas.isPending && <Loading what={t`the rotas`} />}
      {rotas.isError && rotas.data === undefined && (
        <ProblemSummary
          title={t`The rotas could not be fetched`}
          error={rotas.error}
          onRetry={() => void rotas.refetch()}
        />
      )}
      {rotas.data?.items.length === 0 && <Empty>{t`There are no rotas yet.`}</Empty>}
      {rotas.data !== undefined && rotas.data.items.length > 0 && <RotaTable rotas={rotas.data.items} />}
    </>
  );
}

function RotaTable({ rotas }: { readonly rotas: readonly Rota[] }) {
  return (
    <table className="hw-figures">
      <caption>{t`Rotas`}</caption>
      <thead>
        <tr>
          <th scope="col">{t`Rota`}</th>
          <th scope="col">{t`On call now`}</th>
          <th scope="col">{t`In the next 7 days`}</th>
        </tr>
      </thead>
      <tbody>
        {rotas.map(({ id, name, timeZone, gaps }) => (
          <tr key={id}>
            <th scope="row">
              <Link href={pathTo.rota(id)}>{name}</Link>
            </th>
            <td data-label={t`On call now`}>
              <OnCallNow rotaId={id} timeZone={timeZone} />
            </td>
            <td data-label={t`In the next 7 days`}>
              {gaps.length === 0 ? (
                t`No gaps`
              ) : (
                <strong>{t`${plural(gaps.length, { one: '# gap', other: '# gaps' })}`}</strong>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
