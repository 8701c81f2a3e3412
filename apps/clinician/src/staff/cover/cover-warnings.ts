import type { ContactChannel, PersonReference, RotaGap, RotaId, RotaShift } from '#libs/contracts';

/** A gap, and in which rota it is. */
export interface WarnedGap extends RotaGap {
  readonly rotaId: RotaId;
  readonly rotaName: string;
}

/** A person who has a shift and no way to be reached that is offered here. */
export interface UnreachablePerson {
  readonly person: PersonReference;
  readonly rotaId: RotaId;
  readonly rotaName: string;
  /** The first shift of the person on that rota. */
  readonly shift: RotaShift;
}

/** What is wrong with the cover of the next 7 days. */
export interface CoverWarnings {
  readonly gaps: readonly WarnedGap[];
  readonly unreachable: readonly UnreachablePerson[];
}

/** A rota with its shifts and gaps in the time that is warned of. */
export interface WarnedRota {
  readonly id: RotaId;
  readonly name: string;
  readonly shifts: readonly RotaShift[];
  readonly gaps: readonly RotaGap[];
}

/**
 * @param channelsOf by which channels a person can be reached, offered here or not.
 */
export function coverWarnings(
  rotas: readonly WarnedRota[],
  channelsOf: (personId: string) => readonly ContactChannel[],
  offered: ReadonlySet<ContactChannel>,
): CoverWarnings {
  const isReached = (personId: string): boolean => channelsOf(personId).some((channel) => offered.has(channel));
  return {
    gaps: rotas.flatMap(({ id, name, gaps }) => gaps.map((gap) => ({ ...gap, rotaId: id, rotaName: name }))),
    unreachable: rotas.flatMap(({ id, name, shifts }) =>
      firstOfEach(shifts)
        .filter(({ active, personId }) => active && !isReached(personId))
        .map((shift) => ({
          person: { id: shift.personId, name: shift.personName },
          rotaId: id,
          rotaName: name,
          shift,
        })),
    ),
  };
}

/** The first shift of each person. */
function firstOfEach(shifts: readonly RotaShift[]): readonly RotaShift[] {
  const first = new Map<string, RotaShift>();
  for (const shift of shifts) if (!first.has(shift.personId)) first.set(shift.personId, shift);
  return [...first.values()];
}

/** For how long each rota is without cover, by its id: 0 where it has none. */
export function gapSecondsByRota(
  rotas: readonly Pick<WarnedRota, 'id' | 'gaps'>[],
): readonly { readonly rotaId: RotaId; readonly seconds: number }[] {
  return rotas.map(({ id, gaps }) => ({
    rotaId: id,
    seconds: gaps.reduce((sum, { start, end }) => sum + (Date.parse(end) - Date.parse(start)) / 1000, 0),
  }));
}
