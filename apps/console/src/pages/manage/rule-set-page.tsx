import type { RuleSetKey } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { ruleSetQuery } from '../../api/queries.ts';
import { ruleSetsQuery } from '../../api/rule-sets.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { useNavigation } from '../../navigation/navigation.tsx';
import { ManageTabs } from './manage-tabs.tsx';
import { comparedLines, ruleSetLines } from './rule-set-lines.ts';

/** One rule set, read line by line, or what another version says differently. */
export function RuleSetPage({ ruleSetKey }: { readonly ruleSetKey: RuleSetKey }) {
  const { path, search, go } = useNavigation();
  const other = new URLSearchParams(search).get('compare') ?? '';
  const ruleSet = useQuery(ruleSetQuery(ruleSetKey));
  const known = useQuery(ruleSetsQuery).data?.items ?? [];
  const kind = known.find(({ key }) => key === ruleSetKey)?.kind;
  return (
    <>
      <PageHeading title={ruleSet.data === undefined ? t`Rule set` : `${ruleSet.data.title} (${ruleSetKey})`} />
      <ManageTabs />
      <div className="hw-filters">
        <div>
          <label className="nhsuk-label" htmlFor="compare-with">
            {t`Compare with`}
          </label>
          <select
            className="nhsuk-select"
            id="compare-with"
            value={other}
            onChange={({ target: { value } }) =>
              go(value === '' ? path : `${path}?compare=${encodeURIComponent(value)}`, 'replace')
            }
          >
            <option value="">{t`Nothing: read it`}</option>
            {known
              .filter((one) => one.kind === kind && one.key !== ruleSetKey)
              .map(({ key, title }) => (
                <option key={key} value={key}>
                  {title} ({key})
                </option>
              ))}
          </select>
        </div>
      </div>
      {ruleSet.isPending && <Loading what={t`the rule set`} />}
      {ruleSet.isError && <ProblemSummary title={t`The rule set could not be fetched`} error={ruleSet.error} />}
      {ruleSet.data !== undefined &&
        (other === '' ? <Lines ruleSet={ruleSet.data} /> : <Compared ruleSet={ruleSet.data} other={other} />)}
    </>
  );
}

function Lines({ ruleSet }: { readonly ruleSet: object }) {
  return (
    <table className="hw-figures">
      <caption>{t`What it says`}</caption>
      <tbody>
        {ruleSetLines(ruleSet).map(({ path, value }) => (
          <tr key={path}>
            <th scope="row">{path}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Compared({ ruleSet, other }: { readonly ruleSet: object; readonly other: string }) {
  const before = useQuery(ruleSetQuery(other));
  if (before.data === undefined) return <Loading what={t`the other rule set`} />;
  const lines = comparedLines(ruleSetLines(before.data), ruleSetLines(ruleSet));
  if (lines.length === 0) return <p>{t`They say the same.`}</p>;
  return (
    <table className="hw-figures">
      <caption>{t`What differs`}</caption>
      <thead>
        <tr>
          <th scope="col">{t`What`}</th>
          <th scope="col">{t`There`}</th>
          <th scope="col">{t`Here`}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ path, before: there, after: here }) => (
          <tr key={path}>
            <th scope="row">{path}</th>
            <td data-label={t`There`}>{there ?? t`not there`}</td>
            <td data-label={t`Here`}>{here ?? t`not there`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
