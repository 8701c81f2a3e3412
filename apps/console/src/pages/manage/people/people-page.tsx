import { Role, type StaffMember, WardId } from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type PeopleFilter, peopleQuery } from '../../../api/staff.ts';
import { useFormDisclosure } from '../../../components/forms/use-form-disclosure.ts';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { Empty, Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { useNames, useWardChoices } from '../../../components/people/use-names.ts';
import { roleWords } from '../../../components/words/identity-words.ts';
import { reachWords } from '../../../components/words/staff-words.ts';
import { Link, useNavigation } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { ManageTabs } from '../manage-tabs.tsx';
import { peopleFilterOf, peopleSearchOf } from './people-filter.ts';
import { AddPersonForm } from './person-form.tsx';

/** Who works here, on which wards, and how each is reached. */
export function PeoplePage() {
  const { search, go } = useNavigation();
  const filter = useMemo(() => peopleFilterOf(search), [search]);
  const people = useQuery(peopleQuery(filter));
  const adding = useFormDisclosure('add-person');
  return (
    <>
      <PageHeading title={t`People`} />
      <ManageTabs />
      {adding.isOpen ? (
        <AddPersonForm name={adding.form} onClose={adding.close} />
      ) : (
        <button type="button" className="nhsuk-button hw-button--small" {...adding.opener}>
          {t`Add a person…`}
        </button>
      )}
      <Filters filter={filter} onChange={(changed) => go(`${pathTo.people}${peopleSearchOf(changed)}`, 'replace')} />
      {people.isPending && <Loading what={t`the people`} />}
      {people.isError && people.data === undefined && (
        <ProblemSummary
          title={t`The people could not be fetched`}
          error={people.error}
          onRetry={() => void people.refetch()}
        />
      )}
      {people.data?.items.length === 0 && <Empty>{t`There is no person like this.`}</Empty>}
      {people.data !== undefined && people.data.items.length > 0 && <PeopleTable people={people.data.items} />}
    </>
  );
}

function PeopleTable({ people }: { readonly people: readonly StaffMember[] }) {
  const { ward } = useNames();
  const unreached = people.filter(({ active, contactMethods }) => active && contactMethods.length === 0).length;
  return (
    <>
      {unreached > 0 && (
        <p className="hw-warning">
          <strong>
            {t`${plural(unreached, { one: '# person has no contact method', other: '# people have no contact method' })}`}
          </strong>
          : {t`alerts come to them only in a console that is open.`}
        </p>
      )}
      <table className="hw-figures">
        <caption>{t`People`}</caption>
        <thead>
          <tr>
            <th scope="col">{t`Name`}</th>
            <th scope="col">{t`Role`}</th>
            <th scope="col">{t`Wards`}</th>
            <th scope="col">{t`Reached by`}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((member) => (
            <tr key={member.id}>
              <th scope="row">
                <Link href={pathTo.staffMember(member.id)}>{member.name}</Link>
                {!member.active && ` ${t`(not active)`}`}
              </th>
              <td data-label={t`Role`}>{roleWords(member.role)}</td>
              <td data-label={t`Wards`}>
                {member.wardIds.length === 0 ? t`All wards` : member.wardIds.map(ward).join(', ')}
              </td>
              <td data-label={t`Reached by`}>{reachWords(member)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

interface FiltersProps {
  readonly filter: PeopleFilter;
  readonly onChange: (filter: PeopleFilter) => void;
}

function Filters({ filter, onChange }: FiltersProps) {
  const wards = useWardChoices();
  return (
    <form className="hw-filters" aria-label={t`Which people`} onSubmit={(event) => event.preventDefault()}>
      <Filter
        id="role-filter"
        label={t`Role`}
        value={filter.role ?? ''}
        choices={[{ value: '', words: t`Any` }, ...Role.options.map((value) => ({ value, words: roleWords(value) }))]}
        onChange={(role) => onChange({ ...filter, role: Role.safeParse(role).data })}
      />
      <Filter
        id="works-on-filter"
        label={t`Works on`}
        value={filter.wardId ?? ''}
        choices={[{ value: '', words: t`Any ward` }, ...wards]}
        onChange={(wardId) => onChange({ ...filter, wardId: WardId.safeParse(wardId).data })}
      />
      <Filter
        id="active-filter"
        label={t`Active`}
        value={filter.active ?? 'any'}
        choices={[
          { value: 'true', words: t`Active` },
          { value: 'false', words: t`Not active` },
          { value: 'any', words: t`Both` },
        ]}
        onChange={(active) =>
          onChange({ ...filter, active: active === 'true' || active === 'false' ? active : undefined })
        }
      />
    </form>
  );
}

function Filter(props: {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly words: string }[];
  readonly onChange: (value: string) => void;
}) {
  const { id, label, value, choices, onChange } = props;
  return (
    <div>
      <label className="nhsuk-label" htmlFor={id}>
        {label}
      </label>
      <select className="nhsuk-select" id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.words}
          </option>
        ))}
      </select>
    </div>
  );
}
