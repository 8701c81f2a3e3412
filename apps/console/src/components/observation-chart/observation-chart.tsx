import { news2Chart } from '#libs/clinical';
import type { Score } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { siteTime } from '../../time/site-time.ts';
import { Empty } from '../page-states/page-states.tsx';
import { useChartFile, useChartView } from '../rule-sets/use-rule-sets.ts';
import { parameterName } from '../words/chart-words.ts';
import { scoreNumber } from '../words/risk-words.ts';
import { cellWords, chartRows, type ObservationRows, oxygenGiven, type OxygenGiven } from './observation-rows.ts';

/** As many sets as fit on a sheet. */
const mostSets = 16;

/**
 * The newest sets as on the observation chart that hangs at a bed: ranges down, times across, each value in the row of its
 * range, in the colours of the Royal College of Physicians' NEWS2 chart (December 2017).
 */
export function ObservationChart({ scores }: { readonly scores: readonly Score[] }) {
  const sets = scores.toSorted((one, other) => (one.at < other.at ? -1 : 1)).slice(-mostSets);
  const newest = sets.at(-1);
  const view = useChartView(newest);
  const file = useChartFile(newest?.ruleSet) ?? news2Chart.file;
  if (newest === undefined) return <Empty>{t`Nothing was scored in this time.`}</Empty>;
  return (
    <div className="hw-observation-chart__frame" tabIndex={0} role="region" aria-label={t`Observation chart`}>
      <table className="hw-observation-chart">
        <caption>{t`${file.title}: the newest ${sets.length} scores`}</caption>
        <thead>
          <tr>
            <th scope="col" colSpan={2}>
              {t`Range`}
            </th>
            <th scope="col">{t`Points`}</th>
            {sets.map(({ id, at }) => (
              <th key={id} scope="col">
                <Wall at={at} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {chartRows(file, [...new Set(sets.map(({ scale }) => scale))]).map((section) => (
            <Section
              key={`${section.parameter.name} ${String(section.scales)}`}
              section={section}
              name={parameterName(view, section.parameter.name)}
              sets={sets}
            />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              {t`${file.title} total`}
            </th>
            {sets.map((score) => (
              <td key={score.id} className={`hw-tier hw-tier--${score.tier}`}>
                {scoreNumber(score)}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
      {sets.some((score) => isOxygenUnknown(score)) && (
        <p>{t`? It was not known whether oxygen was given: the points may be lower.`}</p>
      )}
    </div>
  );
}

interface SectionProps {
  readonly section: ObservationRows;
  readonly name: string;
  readonly sets: readonly Score[];
}

/** The rows of one parameter. A set that was scored on another scale of oxygen saturation has no value in them. */
function Section({ section: { parameter, scales, rows }, name, sets }: SectionProps) {
  const [onlyScale, ...otherScales] = scales;
  return rows.map(({ label, points, holds }, index) => (
    <tr key={label} className={index === 0 ? 'hw-observation-chart__first' : undefined}>
      {index === 0 && (
        <th scope="rowgroup" rowSpan={rows.length}>
          {onlyScale !== undefined && otherScales.length === 0 ? t`${name}, scale ${onlyScale}` : name}
        </th>
      )}
      <th scope="row">{label}</th>
      <td className={`hw-points--${String(points)}`}>{points}</td>
      {sets.map((score) => {
        const input = score.inputs.find((one) => one.parameter === parameter.name);
        const isHere = input !== undefined && scales.includes(score.scale) && holds(input.value, oxygenOf(score));
        return (
          <td key={score.id} className={`hw-points--${String(points)}`}>
            {isHere && cellWords(parameter, input.value)}
            {isHere && score.components[parameter.name] === null && '?'}
          </td>
        );
      })}
    </tr>
  ));
}

const oxygenOf = ({ inputs }: Score): OxygenGiven =>
  oxygenGiven(inputs.find(({ code }) => code === 'supplemental-oxygen')?.value);

/** Whether points of the set depend on air or oxygen, which was not measured. */
const isOxygenUnknown = ({ inputs, components }: Score): boolean =>
  inputs.some(({ parameter }) => components[parameter] === null);

function Wall({ at }: { readonly at: string }) {
  const wall = siteTime.wallMinute(Date.parse(at));
  return (
    <>
      {wall.slice(8, 10)}/{wall.slice(5, 7)}
      <br />
      {wall.slice(11)}
    </>
  );
}
