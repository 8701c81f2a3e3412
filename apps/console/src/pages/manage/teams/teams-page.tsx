import type { Team } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { teamsQuery } from '../../../api/staff.ts';
import { useFormAmong, useFormDisclosure } from '../../../components/forms/use-form-disclosure.ts';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Empty, Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { useNames } from '../../../components/people/use-names.ts';
import type { PolicyNames } from '../../../components/words/policy-words.ts';
import { ManageTabs } from '../manage-tabs.tsx';
import { TeamForm } from './team-form.tsx';

/** The teams, and who is in each. */
export function TeamsPage() {
  const teams = useQuery(teamsQuery);
  const names = useNames();
  const adding = useFormDisclosure('add-team');
  const changing = useFormAmong('change-team/');
  return (
    <>
      <PageHeading title={t`Teams`} />
      <ManageTabs />
      {adding.isOpen ? (
        <TeamForm name={adding.form} team={null} onClose={adding.close} />
      ) : (
        <button type="button" className="nhsuk-button hw-button--small" {...adding.opener}>
          {t`Add a team…`}
        </button>
      )}
      {teams.isPending && <Loading what={t`the teams`} />}
      {teams.isError && teams.data === undefined && (
        <ProblemSummary
          title={t`The teams could not be fetched`}
          error={teams.error}
          onRetry={() => void teams.refetch()}
        />
      )}
      {teams.data?.items.length === 0 && <Empty>{t`There are no teams yet.`}</Empty>}
      {teams.data?.items.map((team) =>
        changing.openId === team.id ? (
          <TeamForm key={team.id} name={`change-team/${team.id}`} team={team} onClose={changing.close} />
        ) : (
          <Section
            key={team.id}
            title={team.name}
            actions={
              <button type="button" className="hw-link" {...changing.openerOf(team.id)}>
                {t`Change…`}
                <span className="nhsuk-u-visually-hidden"> {team.name}</span>
              </button>
            }
          >
            <Members team={team} names={names} />
          </Section>
        ),
      )}
    </>
  );
}

function Members({ team, names }: { readonly team: Team; readonly names: PolicyNames }) {
  const { personIds, teamIds, wardIds } = team;
  const members = [...personIds.map(names.person), ...teamIds.map((id) => t`the team ${names.team(id)}`)];
  return (
    <>
      {members.length === 0 ? <Empty>{t`No members: it reaches no person.`}</Empty> : <p>{members.join(', ')}</p>}
      <p>{wardIds.length === 0 ? t`On all wards` : t`On ${wardIds.map(names.ward).join(', ')}`}</p>
    </>
  );
}
