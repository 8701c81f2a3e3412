import type { Capacity } from '#libs/contracts';

type PathwayFigures = Capacity['pathways'][number];

/** Stays with a bed. */
interface Present {
  readonly pathway: string;
  readonly stays: number;
  readonly onLeave: number;
}

/** Who came and went in the day before. */
interface Moves {
  readonly pathway: string;
  readonly admittedUp: number;
  readonly admittedDown: number;
  readonly admittedUnknown: number;
  readonly discharges: number;
}

/** How many wait for a bed. */
interface Waiting {
  readonly pathway: string;
  readonly waiting: number;
}

/** What is counted of each pathway, by name, on whatever ward. */
export function pathwayFigures({
  present,
  moves,
  waiting,
}: {
  readonly present: readonly Present[];
  readonly moves: readonly Moves[];
  readonly waiting: readonly Waiting[];
}): readonly PathwayFigures[] {
  const figures = new Map<string, PathwayFigures>();
  const add = (pathway: string, more: Partial<PathwayFigures>): void => {
    const known = figures.get(pathway) ?? nothingOf(pathway);
    figures.set(pathway, {
      pathway,
      occupied: known.occupied + (more.occupied ?? 0),
      onLeave: known.onLeave + (more.onLeave ?? 0),
      waiting: known.waiting + (more.waiting ?? 0),
      admissions: known.admissions + (more.admissions ?? 0),
      discharges: known.discharges + (more.discharges ?? 0),
    });
  };
  for (const { pathway, stays, onLeave } of present) add(pathway, { occupied: stays, onLeave });
  for (const { pathway, discharges, ...admitted } of moves) {
    add(pathway, { admissions: admitted.admittedUp + admitted.admittedDown + admitted.admittedUnknown, discharges });
  }
  for (const one of waiting) add(one.pathway, { waiting: one.waiting });
  // Of stays that ended weeks ago nothing is left to say.
  return [...figures.values()]
    .filter(({ pathway: _pathway, ...counts }) => Object.values(counts).some((count) => count > 0))
    .toSorted((one, other) => (one.pathway < other.pathway ? -1 : 1));
}

const nothingOf = (pathway: string): PathwayFigures => ({
  pathway,
  occupied: 0,
  onLeave: 0,
  waiting: 0,
  admissions: 0,
  discharges: 0,
});
