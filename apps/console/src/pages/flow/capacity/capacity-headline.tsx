import type { CapacityFigures } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { none } from './capacity-words.ts';

/** What all wards come to, at a glance. */
export function CapacityHeadline({ total }: { readonly total: CapacityFigures }) {
  const facts: readonly (readonly [term: string, value: string | number])[] = [
    [t`Free beds`, total.free],
    [t`Waiting for a bed`, total.waiting],
    [t`Occupied of open`, t`${total.occupied} of ${total.open}`],
    [t`Occupancy`, total.occupancyShown ?? none],
    [t`Over capacity`, total.overCapacity],
    [t`Expected to leave today`, total.expectedDischarges.today],
  ];
  return (
    <>
      <h2 className="nhsuk-heading-s">{t`All wards together`}</h2>
      <dl className="hw-headline">
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
