import type { RuleSetSummary } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { ruleSetsQuery } from '../../api/rule-sets.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { ManageTabs } from './manage-tabs.tsx';

const kindWords = (kind: RuleSetSummary['kind']): string => {
  if (kind === 'general-rules') return t`Every pathway`;
  return kind === 'chart' ? t`Chart` : t`Pathway`;
};

/** The charts and pathways in force, with their versions. */
export function RuleSetsPage() {
  const ruleSets = useQuery(ruleSetsQuery);
  return (
    <>
      <PageHeading title={t`Rule sets`} />
      <ManageTabs />
      {ruleSets.isPending && <Loading what={t`the rule sets`} />}
      {ruleSets.isError && ruleSets.data === undefined && (
        <ProblemSummary title={t`The rule sets could not be fetched`} error={ruleSets.error} />
      )}
      <table className="hw-figures">
        <caption>{t`Charts and pathways`}</caption>
        <thead>
          <tr>
            <th scope="col">{t`Name`}</th>
            <th scope="col">{t`What it is`}</th>
            <th scope="col">{t`Version`}</th>
            <th scope="col">{t`Source`}</th>
          </tr>
        </thead>
        <tbody>
          {ruleSets.data?.items.map(({ key, kind, title, version, newest, source }) => (
            <tr key={key}>
              <th scope="row">
                <Link href={pathTo.ruleSet(key)}>{title}</Link>
              </th>
              <td data-label={t`What it is`}>{kindWords(kind)}</td>
              <td data-label={t`Version`}>
                {version ?? t`as published`}
                {!newest && ` ${t`(an earlier one)`}`}
              </td>
              <td data-label={t`Source`}>{source}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
