import type { BenefitClaim } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { claimsQuery } from '../../../../api/capacity-plan.ts';
import { useFormDisclosure } from '../../../../components/forms/use-form-disclosure.ts';
import { useMay } from '../../../../components/frame/person.tsx';
import { Section } from '../../../../components/frame/section.tsx';
import { Empty, Loading, ProblemSummary } from '../../../../components/page-states/page-states.tsx';
import { type Column, RowsTable } from '../../../../components/rows-table/rows-table.tsx';
import { pathwayWords } from '../../../../components/words/identity-words.ts';
import { none } from '../capacity-words.ts';
import { ClaimsForm } from './claims-form.tsx';

/** What plans claim that a stay saves, with sources; and the form that changes it, for those who may. */
export function ClaimsSection() {
  const claims = useQuery(claimsQuery);
  const mayChange = useMay('manage-wards');
  const changing = useFormDisclosure('benefit-claims');
  const known = claims.data;
  return (
    <Section title={t`What plans claim`}>
      {claims.isPending && <Loading what={t`the claims`} />}
      {claims.isError && known === undefined && (
        <ProblemSummary
          title={t`The claims could not be fetched`}
          error={claims.error}
          onRetry={() => void claims.refetch()}
        />
      )}
      {known?.items.length === 0 && <Empty>{t`No claim has been entered: there is nothing to compare with.`}</Empty>}
      {known !== undefined && known.items.length > 0 && (
        <RowsTable
          caption={t`Claims by pathway`}
          of={t`Pathway`}
          rows={known.items}
          keyOf={({ pathway }) => pathway}
          nameOf={({ pathway }) => pathwayWords(pathway)}
          columns={columns()}
        />
      )}
      {known !== undefined &&
        mayChange &&
        (changing.isOpen ? (
          <ClaimsForm name={changing.form} claims={known} onClose={changing.close} />
        ) : (
          <button type="button" className="nhsuk-button hw-button--small" {...changing.opener}>
            {t`Change the claims…`}
          </button>
        ))}
    </Section>
  );
}

const columns = (): readonly Column<BenefitClaim>[] => [
  { title: t`Bed days saved by a stay`, value: ({ bedDaysPerStay }) => String(bedDaysPerStay) },
  { title: t`Source`, value: ({ source }) => source },
  {
    title: t`Days in hospital`,
    value: ({ comparison }) => (comparison === null ? none : String(comparison.daysInHospital)),
  },
  { title: t`Source of the comparison`, value: ({ comparison }) => comparison?.source ?? none },
];
