/** What happens next in the demo's region: a function of what is there and of how many steps have been before. */
import { isOpenStay, type PatientId, type Referral, type Stay, type WardId } from '#libs/contracts';

/** What of a referral the region goes by. */
export type RegionReferral = Pick<
  Referral,
  | 'id'
  | 'patientId'
  | 'wardId'
  | 'pathway'
  | 'step'
  | 'expectedDischargeDate'
  | 'criteria'
  | 'state'
  | 'receivedAt'
  | 'waitingPosition'
>;

export type RegionStay = Pick<Stay, 'id' | 'patientId' | 'wardId' | 'pathway' | 'state' | 'admittedAt'>;

/** A ward of the region at present. */
export interface LivingWard {
  readonly id: WardId;
  readonly pathways: readonly string[];
  /** How many patients it has or expects as a rule, those who wait among them. */
  readonly usualPatients: number;
  readonly open: number;
  readonly occupied: number;
  readonly free: number;
}

export interface RegionState {
  readonly wards: readonly LivingWard[];
  /** Referrals of the region's people that have not come to an end. */
  readonly referrals: readonly RegionReferral[];
  /** Open stays of the region's people. */
  readonly stays: readonly RegionStay[];
  /** The region's people, in their order. */
  readonly patientIds: readonly PatientId[];
  /** Who still has kit without being on a ward. */
  readonly kitOutstanding: readonly PatientId[];
}

export type RegionStep =
  | { readonly kind: 'refer'; readonly patientId: PatientId; readonly wardId: WardId; readonly pathway: string }
  | { readonly kind: 'triage' | 'accept' | 'decline' | 'reserve' | 'admit'; readonly referral: RegionReferral }
  | { readonly kind: 'transfer'; readonly stay: RegionStay; readonly wardId: WardId }
  | { readonly kind: 'leave' | 'return' | 'discharge'; readonly stay: RegionStay }
  | { readonly kind: 'recover-kit'; readonly patientId: PatientId };

type Kind = RegionStep['kind'];

/** Every kind of step comes within one round; referrals and discharges about as often as each other. */
export const roundOfSteps: readonly Kind[] = [
  ...(['refer', 'triage', 'accept', 'admit', 'discharge', 'reserve', 'admit', 'leave'] as const),
  ...(['refer', 'triage', 'accept', 'transfer', 'admit', 'discharge', 'reserve', 'return'] as const),
  ...(['refer', 'triage', 'decline', 'accept', 'admit', 'recover-kit', 'discharge', 'reserve'] as const),
];

const mostOpenReferralsOfWard = 5;
const fewestPatientsOfWard = 3;
const mostOnLeave = 2;

/** What is taken up where the step whose turn it is cannot be taken: what is nearest to its end comes first. */
const otherwise: readonly Kind[] = ['admit', 'reserve', 'accept', 'decline', 'triage', 'discharge', 'refer'];

/**
 * The step whose turn it is, or another that can be taken; undefined where none can.
 *
 * @param turn how many steps there have been before.
 */
export function nextStep(state: RegionState, turn: number): RegionStep | undefined {
  const due = roundOfSteps[turn % roundOfSteps.length];
  for (const kind of due === undefined ? otherwise : [due, ...otherwise]) {
    const step = stepOf[kind](state, turn);
    if (step !== undefined) return step;
  }
  return undefined;
}

const stepOf: Readonly<Record<Kind, (state: RegionState, turn: number) => RegionStep | undefined>> = {
  refer,
  triage: ({ referrals }) => ofReferral('triage', longestIn(referrals, 'received')),
  accept: ({ referrals }) => ofReferral('accept', longestIn(referrals.filter(meetsCriteria), 'triaged')),
  decline: ({ referrals }) =>
    ofReferral(
      'decline',
      longestIn(
        referrals.filter((referral) => !meetsCriteria(referral)),
        'triaged',
      ),
    ),
  reserve: ({ referrals, wards }) =>
    ofReferral(
      'reserve',
      referrals.find(
        ({ state, waitingPosition, wardId }) =>
          state === 'waiting' && waitingPosition === 1 && wards.some(({ id, free }) => id === wardId && free > 0),
      ),
    ),
  admit: ({ referrals }) => ofReferral('admit', longestIn(referrals, 'reserved')),
  transfer,
  leave: ({ stays }) => {
    const onLeave = stays.filter(({ state }) => state === 'on-leave').length;
    return onLeave >= mostOnLeave ? undefined : ofStay('leave', newest(stays));
  },
  return: ({ stays }) =>
    ofStay(
      'return',
      stays.find(({ state }) => state === 'on-leave'),
    ),
  discharge,
  'recover-kit': ({ kitOutstanding: [patientId] }) =>
    patientId === undefined ? undefined : { kind: 'recover-kit', patientId },
};

function refer({ wards, referrals, stays, patientIds }: RegionState, turn: number): RegionStep | undefined {
  const busy = new Set([...referrals, ...stays].map(({ patientId }) => patientId));
  const atHome = patientIds.filter((id) => !busy.has(id));
  const patientId = atHome[turn % Math.max(1, atHome.length)];
  // Where most patients are missing: so no list grows without end, and the full ward stays full.
  const [ward] = wards
    .filter(({ id }) => referrals.filter(({ wardId }) => wardId === id).length < mostOpenReferralsOfWard)
    .toSorted((one, other) => surplusOf(one, referrals) - surplusOf(other, referrals));
  const pathway = ward?.pathways[turn % ward.pathways.length];
  if (patientId === undefined || ward === undefined || pathway === undefined) return undefined;
  return { kind: 'refer', patientId, wardId: ward.id, pathway };
}

/** The newest patient who could be on another ward as well. */
function transfer({ wards, stays }: RegionState): RegionStep | undefined {
  for (const stay of stays.toSorted(byAdmission).toReversed()) {
    const other = wards.find(
      ({ id, pathways, free }) => id !== stay.wardId && free > 0 && pathways.includes(stay.pathway),
    );
    if (other !== undefined && stay.state === 'admitted') return { kind: 'transfer', stay, wardId: other.id };
  }
  return undefined;
}

/** Who has been there for longest, of the ward that has most patients beyond its usual number, or as many. */
function discharge({ wards, stays, referrals }: RegionState): RegionStep | undefined {
  const accepted = referrals.filter(({ state }) => state === 'waiting' || state === 'reserved');
  const fullestFirst = wards.toSorted(
    (one, other) =>
      surplusOf(other, accepted) - surplusOf(one, accepted) || other.occupied / other.open - one.occupied / one.open,
  );
  for (const ward of fullestFirst) {
    const { id, occupied } = ward;
    if (occupied <= fewestPatientsOfWard || surplusOf(ward, accepted) < 0) continue;
    const [longest] = stays.filter(({ wardId, state }) => wardId === id && state === 'admitted').toSorted(byAdmission);
    if (longest !== undefined) return { kind: 'discharge', stay: longest };
  }
  return undefined;
}

/** By how many patients, with those to come by these referrals, a ward has more than it has as a rule. */
function surplusOf({ id, occupied, usualPatients }: LivingWard, referrals: readonly RegionReferral[]): number {
  const toCome = referrals.filter((referral) => referral.wardId === id && meetsCriteria(referral)).length;
  return occupied + toCome - usualPatients;
}

/** Whether every criterion that was asked about is met. */
export const meetsCriteria = ({ criteria }: RegionReferral): boolean => Object.values(criteria).every(Boolean);

const ofReferral = (
  kind: 'triage' | 'accept' | 'decline' | 'reserve' | 'admit',
  referral: RegionReferral | undefined,
): RegionStep | undefined => (referral === undefined ? undefined : { kind, referral });

const ofStay = (kind: 'leave' | 'return' | 'discharge', stay: RegionStay | undefined): RegionStep | undefined =>
  stay === undefined || !isOpenStay(stay) ? undefined : { kind, stay };

const longestIn = (referrals: readonly RegionReferral[], wanted: RegionReferral['state']): RegionReferral | undefined =>
  referrals
    .filter(({ state }) => state === wanted)
    .toSorted((one, other) => one.receivedAt.localeCompare(other.receivedAt))[0];

const byAdmission = (one: RegionStay, other: RegionStay): number =>
  one.admittedAt.localeCompare(other.admittedAt) || one.id.localeCompare(other.id);

const newest = (stays: readonly RegionStay[]): RegionStay | undefined =>
  stays
    .filter(({ state }) => state === 'admitted')
    .toSorted(byAdmission)
    .at(-1);

/**
 * How long until the next step: a newcomer sees all of it within the first minute; a demo that is left alone does not live
 * through a year in a night.
 */
export function pauseMs(sinceStartMs: number): number {
  const minutes = sinceStartMs / 60_000;
  if (minutes < 2) return 2500;
  if (minutes < 15) return 15_000;
  return 5 * 60_000;
}
