import type { CapacitySnapshots, CapacityTargets } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { snapshotsQuery, targetsQuery } from '../../../../api/capacity.ts';
import { DayChart } from '../../../../components/day-chart/day-chart.tsx';
import { useFormDisclosure } from '../../../../components/forms/use-form-disclosure.ts';
import { PageHeading } from '../../../../components/frame/page-heading.tsx';
import { useMay } from '../../../../components/frame/person.tsx';
import { Section } from '../../../../components/frame/section.tsx';
import { Empty, Loading, ProblemSummary } from '../../../../components/page-states/page-states.tsx';
import { RowsTable } from '../../../../components/rows-table/rows-table.tsx';
import { dateWords } from '../../../../components/words/time-words.ts';
import { CapacityTabs } from '../capacity-tabs.tsx';
import { countWords } from '../capacity-words.ts';
import { dayFigures } from '../snapshots/snapshot-days.ts';
import { daysOf, holdsOn, type TargetSeries, targetSeries } from './target-series.ts';
import { TargetsForm } from './targets-form.tsx';

/** How many beds there are to be by when, as each plan says it, beside how many there were. */
export function TargetsPage() {
  const targets = useQuery(targetsQuery);
  const snapshots = useQuery(snapshotsQuery({ wardId: null, every: 'month', days: 365 }));
  const failed = [targets, snapshots].find(({ isError, data }) => isError && data === undefined);
  return (
    <>
      <PageHeading title={t`Targets`} />
      <CapacityTabs />
      {failed?.error instanceof Error && (
        <ProblemSummary
          title={t`The targets could not be fetched`}
          error={failed.error}
          onRetry={() => void failed.refetch()}
        />
      )}
      {failed === undefined && (targets.isPending || snapshots.isPending) && <Loading what={t`the targets`} />}
      {targets.data !== undefined && snapshots.data !== undefined && (
        <Targets targets={targets.data} snapshots={snapshots.data} />
      )}
      {targets.data !== undefined && <ChangeTargets targets={targets.data} />}
    </>
  );
}

function ChangeTargets({ targets }: { readonly targets: CapacityTargets }) {
  const mayChange = useMay('manage-wards');
  const changing = useFormDisclosure('capacity-targets');
  if (!mayChange) return null;
  return changing.isOpen ? (
    <TargetsForm name={changing.form} targets={targets} onClose={changing.close} />
  ) : (
    <button type="button" className="nhsuk-button hw-button--small" {...changing.opener}>
      {t`Change the targets…`}
    </button>
  );
}

interface TargetsProps {
  readonly targets: CapacityTargets;
  readonly snapshots: CapacitySnapshots;
}

function Targets({ targets: { items }, snapshots }: TargetsProps) {
  const plans = useMemo(() => targetSeries(items), [items]);
  const measured = useMemo(
    () => new Map(dayFigures(snapshots.items).map((day) => [day.date, day.capacity])),
    [snapshots],
  );
  const days = useMemo(() => daysOf(items, [...measured.keys()]), [items, measured]);
  if (plans.length === 0) return <Empty>{t`No plan has been entered: there is nothing to be measured against.`}</Empty>;
  return (
    <>
      <TargetPlot plans={plans} measured={measured} days={days} />
      <RowsTable
        caption={t`Beds by plan`}
        of={t`From`}
        rows={days}
        keyOf={(day) => day}
        nameOf={(day) => dateWords(day)}
        columns={[
          ...plans.map((plan) => ({ title: plan.name, value: (day: string) => countWords(holdsOn(plan, day)) })),
          { title: t`There were`, value: (day) => countWords(measured.get(day) ?? null) },
        ]}
      />
      <Sources plans={plans} />
    </>
  );
}

interface TargetPlotProps {
  readonly plans: readonly TargetSeries[];
  /** Beds by day, as the snapshots have them. */
  readonly measured: ReadonlyMap<string, number>;
  readonly days: readonly string[];
}

function TargetPlot({ plans, measured, days }: TargetPlotProps) {
  const series = useMemo(
    () => [
      { name: t`Beds that there were`, values: days.map((day) => measured.get(day) ?? null) },
      ...plans.map((plan) => ({
        name: plan.name,
        values: days.map((day) => holdsOn(plan, day)),
        isStepped: true,
      })),
    ],
    [plans, measured, days],
  );
  const last = days.at(-1) ?? '';
  const said = plans.map((plan) => `${plan.name} ${countWords(holdsOn(plan, last))}`).join(', ');
  const newest = countWords([...measured.values()].at(-1) ?? null);
  return (
    <DayChart
      title={t`Beds that plans ask for, and beds that there were`}
      unit={t`beds`}
      label={t`Beds by ${dateWords(last)}: ${said}. At last there were ${newest}. The table "Beds by plan" has each date.`}
      days={days}
      series={series}
    />
  );
}

function Sources({ plans }: { readonly plans: readonly TargetSeries[] }) {
  return (
    <Section title={t`Where the numbers are from`}>
      <p>
        <Trans>
          Plans that disagree stand side by side: which of them holds is not for Homeward to say. Beds that there were
          are those that were not closed, at 08:00 on the last Thursday of a month.
        </Trans>
      </p>
      <dl className="nhsuk-summary-list">
        {plans.map(({ name, sources }) => (
          <div key={name} className="nhsuk-summary-list__row">
            <dt className="nhsuk-summary-list__key">{name}</dt>
            <dd className="nhsuk-summary-list__value">
              {sources.map((source) => (
                <p key={source}>{source}</p>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
