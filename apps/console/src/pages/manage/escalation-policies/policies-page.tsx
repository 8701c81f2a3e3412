import type { EscalationPolicy, Ward } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { policiesQuery } from '../../../api/escalation-policies.ts';
import { wardsQuery } from '../../../api/queries.ts';
import { useFormAmong, useFormDisclosure } from '../../../components/forms/use-form-disclosure.ts';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { useMay } from '../../../components/frame/person.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { useNames } from '../../../components/people/use-names.ts';
import { useWardChoice } from '../../../components/ward-choice/ward-choice.tsx';
import { policySentence } from '../../../components/words/policy-words.ts';
import { ManageTabs } from '../manage-tabs.tsx';
import { DryRunSection } from './dry-run.tsx';
import { PolicyForm } from './policy-form.tsx';
import { RetireForm } from './retire-form.tsx';

/** Whom alerts notify, ward by ward, in sentences; and a dry run. */
export function PoliciesPage() {
  const policies = useQuery(policiesQuery(null));
  const wards = useQuery(wardsQuery);
  const mayManage = useMay('manage-staff');
  const { wardId } = useWardChoice();
  const adding = useFormDisclosure('add-policy');
  const inForce = policies.data?.items.filter(({ retiredAt }) => retiredAt === null);
  const shown = wards.data?.items.filter(({ id }) => wardId === null || id === wardId);
  const error = policies.error ?? wards.error;
  return (
    <>
      <PageHeading title={t`Escalation policies`} />
      <ManageTabs />
      {mayManage &&
        (adding.isOpen ? (
          <PolicyForm name={adding.form} policy={null} onClose={adding.close} />
        ) : (
          <button type="button" className="nhsuk-button hw-button--small" {...adding.opener}>
            {t`Add a policy…`}
          </button>
        ))}
      {(inForce === undefined || shown === undefined) && error === null && <Loading what={t`the policies`} />}
      {inForce === undefined && error !== null && (
        <ProblemSummary
          title={t`The policies could not be fetched`}
          error={error}
          onRetry={() => void policies.refetch()}
        />
      )}
      {inForce !== undefined &&
        shown?.map((ward) => (
          <PoliciesOfWard key={ward.id} ward={ward} policies={inForce.filter((one) => one.wardId === ward.id)} />
        ))}
      <DryRunSection />
    </>
  );
}

interface PoliciesOfWardProps {
  readonly ward: Ward;
  readonly policies: readonly EscalationPolicy[];
}

function PoliciesOfWard({ ward, policies }: PoliciesOfWardProps) {
  return (
    <Section title={ward.name}>
      {policies.length === 0 && (
        <p className="hw-warning">
          <strong>{t`${ward.name} has no policy of its own.`}</strong>{' '}
          {t`Its alerts escalate by the built-in one: its nurses, then its prescribers, then the administrators.`}
        </p>
      )}
      <ul className="hw-found">
        {policies.map((policy) => (
          <Policy key={policy.id} policy={policy} />
        ))}
      </ul>
    </Section>
  );
}

function Policy({ policy }: { readonly policy: EscalationPolicy }) {
  const names = useNames();
  const mayManage = useMay('manage-staff');
  const changing = useFormAmong('change-policy/', policy.id);
  const retiring = useFormAmong('retire-policy/', policy.id);
  if (changing.openId === policy.id) {
    return (
      <li>
        <PolicyForm name={`change-policy/${policy.id}`} policy={policy} onClose={changing.close} />
      </li>
    );
  }
  return (
    <li>
      <h3 className="nhsuk-heading-xs">{policy.name}</h3>
      <p>{policySentence(policy, names)}</p>
      {mayManage && retiring.openId !== policy.id && (
        <p className="hw-chosen__buttons">
          <button type="button" className="hw-link" {...changing.openerOf(policy.id)}>
            {t`Change…`}
            <span className="nhsuk-u-visually-hidden"> {policy.name}</span>
          </button>
          <button type="button" className="hw-link" {...retiring.openerOf(policy.id)}>
            {t`Retire…`}
            <span className="nhsuk-u-visually-hidden"> {policy.name}</span>
          </button>
        </p>
      )}
      {retiring.openId === policy.id && <RetireForm policy={policy} onClose={retiring.close} />}
    </li>
  );
}
