import type { StaffId, StaffMember } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { staffMemberQuery } from '../../../api/staff.ts';
import { ContactMethodList } from '../../../components/contact-methods/contact-method-list.tsx';
import { ContactMethodsForm } from '../../../components/contact-methods/contact-methods-form.tsx';
import { useFormDisclosure } from '../../../components/forms/use-form-disclosure.ts';
import { Fact } from '../../../components/frame/fact.tsx';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { useNames } from '../../../components/people/use-names.ts';
import { roleWords } from '../../../components/words/identity-words.ts';
import { ManageTabs } from '../manage-tabs.tsx';
import { ActivityForm, ChangePersonForm } from './person-form.tsx';

/** One person: who they are, and how they are reached. */
export function StaffMemberPage({ personId }: { readonly personId: StaffId }) {
  const found = useQuery(staffMemberQuery(personId));
  return (
    <>
      <PageHeading title={found.data?.name ?? t`Person`} />
      <ManageTabs />
      {found.isPending && <Loading what={t`the person`} />}
      {found.isError && found.data === undefined && (
        <ProblemSummary
          title={t`The person could not be fetched`}
          error={found.error}
          onRetry={() => void found.refetch()}
        />
      )}
      {found.data !== undefined && (
        <>
          <Identity member={found.data} />
          <Contacts member={found.data} />
        </>
      )}
    </>
  );
}

function Identity({ member }: { readonly member: StaffMember }) {
  const { ward } = useNames();
  const changing = useFormDisclosure(`change-person/${member.id}`);
  const switching = useFormDisclosure(`person-activity/${member.id}`);
  if (changing.isOpen) return <ChangePersonForm name={changing.form} member={member} onClose={changing.close} />;
  if (switching.isOpen) return <ActivityForm name={switching.form} member={member} onClose={switching.close} />;
  const { role, wardIds, active, addedBy } = member;
  return (
    <Section title={t`Person`}>
      <dl className="nhsuk-summary-list">
        <Fact term={t`Role`}>{roleWords(role)}</Fact>
        <Fact term={t`Wards`}>{wardIds.length === 0 ? t`All wards` : wardIds.map(ward).join(', ')}</Fact>
        <Fact term={t`Active`}>{active ? t`Yes` : t`No: notified of nothing`}</Fact>
        <Fact term={t`Known from`}>{addedBy === 'sign-in' ? t`signing in` : t`being added by hand`}</Fact>
      </dl>
      <div className="hw-actions">
        <button type="button" className="nhsuk-button hw-button--small" {...changing.opener}>
          {t`Change…`}
        </button>
        <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" {...switching.opener}>
          {active ? t`Deactivate…` : t`Activate…`}
        </button>
      </div>
    </Section>
  );
}

function Contacts({ member }: { readonly member: StaffMember }) {
  const changing = useFormDisclosure(`contact-methods/${member.id}`);
  return (
    <Section title={t`Contact methods`}>
      {changing.isOpen ? (
        <ContactMethodsForm name={changing.form} id={member.id} member={member} onClose={changing.close} />
      ) : (
        <>
          <ContactMethodList member={member} />
          <button type="button" className="nhsuk-button hw-button--small" {...changing.opener}>
            {t`Change contact methods…`}
          </button>
        </>
      )}
    </Section>
  );
}
