/** The demo's small region, as data: who runs which ward, with how many beds, for whom. None of it exists. */
import type { NewClosure, NewPatient, NewWard, Organisation } from '#libs/contracts';
import { simulatedPatients } from '../simulation/simulated-patient.ts';

export interface RegionWard {
  readonly ward: NewWard;
  /** Beds that cannot be given out at the moment. */
  readonly closure?: NewClosure;
  /** How many patients it has or expects as a rule, at first as well; those beyond the open beds wait. */
  readonly usualPatients: number;
  readonly past: RegionPast;
}

/** What its past was like: it is made up. */
export interface RegionPast {
  readonly bedsInUse: number;
  readonly medianDays: number;
  readonly longestGapDays: number;
}

/** Every code is made up: ODS codes of the NHS look otherwise. */
const codes = { system: 'SIMSYS', rivers: 'SIMPLA1', moors: 'SIMPLA2', community: 'SIMPRO1', hospitals: 'SIMPRO2' };

/** From the top: an organisation comes after the one above it. */
export const organisations: readonly Organisation[] = [
  { odsCode: codes.system, name: 'Rivers and Moors care system (simulated)', kind: 'system', parent: null },
  { odsCode: codes.rivers, name: 'Rivers (simulated)', kind: 'place', parent: codes.system },
  { odsCode: codes.moors, name: 'Moors (simulated)', kind: 'place', parent: codes.system },
  { odsCode: codes.community, name: 'Rivers Community Care (simulated)', kind: 'provider', parent: codes.rivers },
  { odsCode: codes.hospitals, name: 'Moors Hospitals (simulated)', kind: 'provider', parent: codes.moors },
];

/** The ward of the patients whose readings are simulated: the region leaves its patients alone. */
export const riverside = {
  name: 'Riverside virtual ward (simulated)',
  organisation: codes.community,
  population: 58_000,
  beds: 20,
  pathways: ['acute-respiratory', 'heart-failure', 'frailty'],
  past: { bedsInUse: 9, medianDays: 7, longestGapDays: 1 },
} as const;

/** Has no escalation policy, which is warned of, and too few staff for all of its beds. */
export const westmoor: RegionWard = {
  ward: {
    name: 'Westmoor virtual ward (simulated)',
    organisation: codes.hospitals,
    pathways: ['acute-respiratory', 'heart-failure'],
    population: 34_000,
    beds: 12,
  },
  closure: { beds: 4, reason: 'Two nurses are away; the beds open again when they are back.' },
  usualPatients: 6,
  past: { bedsInUse: 7, medianDays: 6, longestGapDays: 2 },
};

/** Full, and patients wait for its beds. */
export const harbour: RegionWard = {
  ward: {
    name: 'Harbour virtual ward (simulated)',
    organisation: codes.community,
    pathways: ['frailty', 'falls-in-care-homes'],
    population: 21_000,
    hours: { from: '08:00', until: '20:00' },
    beds: 6,
    staffedBeds: 6,
    kits: 8,
    acuityPoints: 14,
  },
  usualPatients: 8,
  past: { bedsInUse: 6, medianDays: 9, longestGapDays: 0.4 },
};

export const northgate: RegionWard = {
  ward: {
    name: 'Northgate virtual ward (simulated)',
    organisation: codes.hospitals,
    pathways: ['heart-failure', 'diabetes', 'end-of-life'],
    population: 26_000,
    hours: { from: '07:00', until: '22:00' },
    beds: 10,
    staffedBeds: 8,
    kits: 12,
    acuityPoints: 20,
  },
  usualPatients: 6,
  past: { bedsInUse: 8, medianDays: 7, longestGapDays: 3 },
};

/** Where patients come and go. */
export const livingWards: readonly RegionWard[] = [westmoor, harbour, northgate];

const people = 48;
const leastAgeYears = 60;
/** Another than that of the patients with readings. */
const seed = 2;

/** Those who are referred, and again when they have been home for a while. */
export function regionPeople(now: Date): readonly NewPatient[] {
  const lastBirth = String(now.getUTCFullYear() - leastAgeYears);
  return simulatedPatients({ patients: people * 2, seed, now })
    .map(({ person }) => person)
    .filter(({ birthDate }) => birthDate < lastBirth)
    .slice(0, people);
}
