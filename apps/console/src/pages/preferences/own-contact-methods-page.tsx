import type { StaffMember } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { staffMemberQuery } from '../../api/staff.ts';
import { ContactMethodList } from '../../components/contact-methods/contact-method-list.tsx';
import { ContactMethodsForm } from '../../components/contact-methods/contact-methods-form.tsx';
import { useFormDisclosure } from '../../components/forms/use-form-disclosure.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { Section } from '../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { ChannelTests } from './channel-tests.tsx';
import { WebPush } from './web-push.tsx';

/** How the person who is signed in is reached, and a test of each channel. */
export function OwnContactMethodsPage() {
  const own = useQuery(staffMemberQuery('me'));
  return (
    <>
      <PageHeading title={t`My contact methods`} />
      {own.isPending && <Loading what={t`your contact methods`} />}
      {own.isError && own.data === undefined && (
        <ProblemSummary
          title={t`Your contact methods could not be fetched`}
          error={own.error}
          onRetry={() => void own.refetch()}
        />
      )}
      {own.data !== undefined && <Own member={own.data} />}
    </>
  );
}

function Own({ member }: { readonly member: StaffMember }) {
  const changing = useFormDisclosure('contact-methods/me');
  return (
    <>
      <Section title={t`How you are reached`}>
        {changing.isOpen ? (
          <ContactMethodsForm name={changing.form} id="me" member={member} onClose={changing.close} />
        ) : (
          <>
            <ContactMethodList member={member} />
            <button type="button" className="nhsuk-button hw-button--small" {...changing.opener}>
              {t`Change…`}
            </button>
          </>
        )}
      </Section>
      <WebPush member={member} />
      <ChannelTests member={member} />
    </>
  );
}
