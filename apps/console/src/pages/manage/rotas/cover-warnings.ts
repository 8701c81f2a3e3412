import type { Rota, RotaGap, RotaShift, StaffMember } from '#libs/contracts';

export interface GapOfRota {
  readonly rota: Pick<Rota, 'id' | 'name' | 'timeZone'>;
  readonly gap: RotaGap;
}

/** What is to be put right before an alert finds it. */
export interface CoverWarnings {
  readonly gaps: readonly GapOfRota[];
  /** Those who have a shift and no contact method, each once. */
  readonly unreachable: readonly Pick<StaffMember, 'id' | 'name'>[];
}

/** What is wrong with the cover that is coming, the first gap first. */
export function coverWarnings(
  rotas: readonly Rota[],
  shifts: readonly RotaShift[],
  people: readonly StaffMember[],
): CoverWarnings {
  const onShift = new Set(shifts.filter(({ active }) => active).map(({ personId }) => personId));
  return {
    gaps: rotas
      .flatMap((rota) => rota.gaps.map((gap) => ({ rota, gap })))
      .toSorted((one, other) => Date.parse(one.gap.start) - Date.parse(other.gap.start)),
    unreachable: people.filter(({ id, contactMethods }) => onShift.has(id) && contactMethods.length === 0),
  };
}
