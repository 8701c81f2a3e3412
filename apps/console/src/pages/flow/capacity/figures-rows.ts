import type { Capacity } from '#libs/contracts';
import type { FiguresRow } from './capacity-columns.tsx';

type OfOrganisation = Capacity['organisations'][number];

export const rowsOfWards = ({ wards }: Capacity): readonly FiguresRow[] =>
  wards.map(({ wardId, name, figures }) => ({ key: wardId, name, depth: 0, figures }));

/** Each organisation, and below it those that it is made of. */
export function rowsOfOrganisations({ organisations }: Capacity): readonly FiguresRow[] {
  const listed = new Set(organisations.map(({ organisation }) => organisation));
  const parentOf = ({ parent }: OfOrganisation): string | null =>
    parent !== null && listed.has(parent) ? parent : null;
  const below = Map.groupBy(organisations, parentOf);
  const rows = (parent: string | null, depth: number): readonly FiguresRow[] =>
    (below.get(parent) ?? []).flatMap(({ organisation, name, figures }) => [
      { key: organisation, name, depth, figures },
      ...rows(organisation, depth + 1),
    ]);
  return rows(null, 0);
}
