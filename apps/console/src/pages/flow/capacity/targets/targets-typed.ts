import { type CapacityTarget, NewCapacityTargets } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { dayFaults, type FormFault, required } from '../../../../components/forms/faults.ts';
import { onePerField, schemaFaults } from '../../../../components/forms/schema-faults.ts';
import { readDay } from '../../../../time/typed-text.ts';

const TypedTarget = z.object({ series: z.string(), date: z.string(), beds: z.string(), source: z.string() });
export type TypedTarget = z.infer<typeof TypedTarget>;

/** All targets as they are typed. */
export const TypedTargets = z.object({ items: z.array(TypedTarget) });
export type TypedTargets = z.infer<typeof TypedTargets>;

export const typedTargets = (items: readonly CapacityTarget[]): TypedTargets => ({
  items: items.map((target) => ({ ...target, beds: String(target.beds) })),
});

/** One more number of the plan before it, which is most often what is meant. */
export const freshTarget = ({ items }: TypedTargets): TypedTarget => {
  const { series = '', source = '' } = items.at(-1) ?? {};
  return { series, date: '', beds: '', source };
};

const fields = ['series', 'date', 'beds', 'source'] as const;
const pathOf = (index: number, field: (typeof fields)[number]): string => `items.${String(index)}.${field}`;

export const targetFields = ({ items }: TypedTargets): readonly string[] =>
  items.flatMap((_target, index) => fields.map((field) => pathOf(index, field)));

/** What is sent, once `targetFaults` has found nothing. */
export const targetsBody = ({ items }: TypedTargets): NewCapacityTargets => ({
  items: items.map(({ series, date, beds, source }) => ({
    series: series.trim(),
    date: readDay(date) ?? date,
    beds: Number(beds),
    source: source.trim(),
  })),
});

/** What the service would refuse, at its field; a day that a plan has twice, at the second one. */
export function targetFaults(typed: TypedTargets): readonly FormFault[] {
  const { items } = targetsBody(typed);
  const firstOf = (target: CapacityTarget): number =>
    items.findIndex(({ series, date }) => series === target.series && date === target.date);
  const twice = items.flatMap((target, index) =>
    firstOf(target) === index
      ? []
      : [{ path: pathOf(index, 'date'), message: t`Enter another day: the plan has a number for this one` }],
  );
  const missing = typed.items.flatMap(({ series, date, beds, source }, index) => [
    ...required(pathOf(index, 'series'), series, t`Enter the name of the plan`),
    ...required(pathOf(index, 'date'), date, t`Enter from when the number is to hold`),
    ...dayFaults(pathOf(index, 'date'), date),
    ...(/^\d{1,6}$/.test(beds.trim())
      ? []
      : [{ path: pathOf(index, 'beds'), message: t`Enter how many beds: a whole number` }]),
    ...required(pathOf(index, 'source'), source, t`Enter where the number is from`),
  ]);
  const found = [...missing, ...twice];
  return onePerField(
    found.length > 0 ? found : schemaFaults(NewCapacityTargets, targetsBody(typed), targetFields(typed)),
  );
}
