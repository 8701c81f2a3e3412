import type { Tier } from '#libs/clinical';
import { occupancyOf, occupancyShown } from '#libs/capacity';
import type { BedFigures, CapacityFigures } from '#libs/contracts';

/** What is counted of one ward, or of one pathway on it, beside its beds. Sums of them are of several. */
export interface FlowCounts {
  readonly stays: number;
  readonly stayDays: number;
  readonly ended: number;
  readonly endedDays: number;
  readonly admittedUp: number;
  readonly admittedDown: number;
  readonly admittedUnknown: number;
  readonly discharges: number;
  readonly acuityLoad: number;
}

export const noFlow: FlowCounts = {
  stays: 0,
  stayDays: 0,
  ended: 0,
  endedDays: 0,
  admittedUp: 0,
  admittedDown: 0,
  admittedUnknown: 0,
  discharges: 0,
  acuityLoad: 0,
};

/** Beds and flow of one ward. */
export interface WardPart {
  readonly beds: BedFigures;
  readonly flow: FlowCounts;
}

const acuityPoints: Readonly<Record<Tier, number>> = { low: 1, 'low-medium': 2, medium: 3, high: 4 };

/** How much one patient adds to the load of a ward. */
export const acuityOf = (tier: Tier): number => acuityPoints[tier];

export function sumFlow(counts: readonly FlowCounts[]): FlowCounts {
  const sum = (of: (one: FlowCounts) => number): number => counts.reduce((total, one) => total + of(one), 0);
  return {
    stays: sum(({ stays }) => stays),
    stayDays: sum(({ stayDays }) => stayDays),
    ended: sum(({ ended }) => ended),
    endedDays: sum(({ endedDays }) => endedDays),
    admittedUp: sum(({ admittedUp }) => admittedUp),
    admittedDown: sum(({ admittedDown }) => admittedDown),
    admittedUnknown: sum(({ admittedUnknown }) => admittedUnknown),
    discharges: sum(({ discharges }) => discharges),
    acuityLoad: sum(({ acuityLoad }) => acuityLoad),
  };
}

/**
 * The figures of wards together. A bed that is free on one of them is no bed for a patient too many on another: `free` and
 * `overCapacity` are sums of those of each ward. What one ward has not said (`staffedBeds`, `kits`, `acuityPoints`) is not
 * known of all.
 */
export function figuresOf(parts: readonly WardPart[], at: BedFigures['at']): CapacityFigures {
  return {
    ...sumBeds(
      parts.map(({ beds }) => beds),
      at,
    ),
    ...flowFigures(sumFlow(parts.map(({ flow }) => flow))),
  };
}

function sumBeds(wards: readonly BedFigures[], at: BedFigures['at']): BedFigures {
  const sum = (of: (ward: BedFigures) => number): number => wards.reduce((total, ward) => total + of(ward), 0);
  const known = (of: (ward: BedFigures) => number | null): number | null => {
    const all = wards.map(of).filter((one) => one !== null);
    return all.length === wards.length && all.length > 0 ? all.reduce((total, one) => total + one, 0) : null;
  };
  const [open, occupied] = [sum((ward) => ward.open), sum((ward) => ward.occupied)];
  return {
    at,
    beds: sum((ward) => ward.beds),
    closed: sum((ward) => ward.closed),
    open,
    occupied,
    onLeave: sum((ward) => ward.onLeave),
    reserved: sum((ward) => ward.reserved),
    free: sum((ward) => ward.free),
    waiting: sum((ward) => ward.waiting),
    overCapacity: sum((ward) => ward.overCapacity),
    overrides: sum((ward) => ward.overrides),
    occupancy: occupancyOf(occupied, open),
    occupancyShown: occupancyShown(occupied, open),
    expectedDischarges: {
      today: sum((ward) => ward.expectedDischarges.today),
      tomorrow: sum((ward) => ward.expectedDischarges.tomorrow),
    },
    staffedBeds: known((ward) => ward.staffedBeds),
    kits: known((ward) => ward.kits),
    acuityPoints: known((ward) => ward.acuityPoints),
  };
}

function flowFigures(flow: FlowCounts): Omit<CapacityFigures, keyof BedFigures> {
  const { admittedUp: up, admittedDown: down, admittedUnknown: unknown } = flow;
  return {
    lengthOfStayDays: { current: mean(flow.stayDays, flow.stays), ended: mean(flow.endedDays, flow.ended) },
    admissions: up + down + unknown,
    discharges: flow.discharges,
    admissionsByStep: { up, down, unknown },
    acuityLoad: flow.acuityLoad,
  };
}

const mean = (sum: number, count: number): number | null => (count === 0 ? null : sum / count);
