import type { Tier } from '../charts/tiers.ts';
import { compareTiers } from '../charts/tiers.ts';
import { observationKinds, type ObservationCode, type ObservationKind } from '../vital-signs/observation-codes.ts';
import { type FaultInFile, shown } from './schema-faults.ts';

/** A limit of a rule set, wherever it stands. */
export interface Limit {
  readonly code: ObservationCode;
  readonly direction: 'above' | 'below';
  readonly limit: number;
  readonly relativeTo?: ObservationCode | undefined;
  readonly asPercent?: true | undefined;
  readonly whenScale?: 1 | 2 | undefined;
  readonly followsTarget?: true | undefined;
  readonly tier: Tier;
}

/** What is wrong with the limit itself: no value can be there, or none can be beyond it, so that it would never alert. */
export function limitFaults(
  { code, direction, limit, relativeTo, asPercent }: Limit,
  path: string,
): readonly FaultInFile[] {
  const plausible = plausibleOf(code);
  if (plausible === undefined) return [];
  const { least, most, unit } = plausible;
  if (relativeTo !== undefined && asPercent === true) {
    if (limit > 0 && limit < 100) return [];
    return [fault(path, shown(limit), `a percentage of ${relativeTo}, above 0 and below 100`)];
  }
  if (relativeTo !== undefined) {
    if (limit >= 0 && limit < most - least) return [];
    return [fault(path, shown(limit), `a distance from ${relativeTo} of 0 to less than ${most - least} ${unit}`)];
  }
  if (limit < least || limit > most) {
    return [fault(path, shown(limit), `a plausible value of ${code}, ${least} to ${most} ${unit}`)];
  }
  if (limit !== (direction === 'above' ? most : least)) return [];
  const found = `an alert ${direction} ${limit}, which can never be`;
  return [
    fault(path, found, `a limit that a plausible value of ${code} can be ${direction}, ${least} to ${most} ${unit}`),
  ];
}

/** A limit beyond which another of the list always alerts already, as urgently or more. */
export function coveredFaults(limits: readonly Limit[], path: string): readonly FaultInFile[] {
  return limits.flatMap((limit, index) => {
    const by = limits.findIndex(
      (other, at) => at !== index && covers(other, limit) && !(at > index && covers(limit, other)),
    );
    const other = limits[by];
    if (other === undefined) return [];
    const found = `${inWords(limit)}, which ${path}[${by}] always alerts for already: ${inWords(other)}`;
    return [
      fault(`${path}[${index}].limit`, found, 'a limit that adds something: further out only at a more urgent tier'),
    ];
  });
}

/** Whether one limit alerts wherever the other does, at least as urgently. */
export function covers(one: Limit, other: Limit): boolean {
  if (one.code !== other.code || one.direction !== other.direction || one.relativeTo !== other.relativeTo) return false;
  if (one.asPercent !== other.asPercent) return false;
  if (one.whenScale !== undefined && one.whenScale !== other.whenScale) return false;
  // Of a patient with a target range of their own, its limit is another.
  if (one.followsTarget === true && other.followsTarget !== true) return false;
  if (compareTiers(one.tier, other.tier) < 0) return false;
  return isFurtherIn(one, other);
}

function isFurtherIn(one: Limit, other: Limit): boolean {
  if (one.relativeTo !== undefined) return one.limit <= other.limit;
  return one.direction === 'above' ? one.limit <= other.limit : one.limit >= other.limit;
}

function inWords({ direction, limit, tier }: Limit): string {
  return `${tier} ${direction} ${limit}`;
}

/** Undefined for a code whose values are words. */
export function plausibleOf(
  code: ObservationCode,
): { readonly least: number; readonly most: number; readonly unit: string } | undefined {
  // Widened from the table's own literal types, so that one function serves every code.
  const kind: ObservationKind = observationKinds[code];
  return 'plausible' in kind ? { ...kind.plausible, unit: kind.unit } : undefined;
}

export function fault(path: string, found: string, expected: string): FaultInFile {
  return { path, message: `Found ${found}; expected ${expected}.` };
}
