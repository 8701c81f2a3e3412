import type { ObservationCode } from '#libs/clinical';
import {
  type CeilingOfCare,
  DeviceId,
  type MonitoringPlan,
  type ObservationSetRecorded,
  type PersonalThreshold,
  type SignalQuality,
} from '#libs/contracts';
import { type PatientFixture, well } from '#libs/fixtures';
import type { Outage } from '../outage.ts';
import { highBand, mildestOnScale2 } from './high-band.harness.ts';
import { admittedMinute, personAt, plansOf, sixteenAt, valueOf } from './person-at.harness.ts';
import type { PlanOfLife, SickLife, SickReading } from './sick-life.harness.ts';

export type Happening =
  | { readonly kind: 'set'; readonly set: ObservationSetRecorded }
  | { readonly kind: 'plan'; readonly plan: MonitoringPlan }
  | { readonly kind: 'outage'; readonly outage: Outage };

/** A sick reading that reached Homeward in some way, and its value. */
export interface Arrived {
  readonly minute: number;
  readonly fate: 'good' | 'poor' | 'quarantined';
  readonly value: number | string;
}

const poorSignal: SignalQuality = { perfusionIndex: 0.1 };
const otherDevice = DeviceId.parse('watch-2');
/** Nothing that alerts in a person of any age. */
const wellAtAnyAge = {
  ...well,
  'respiration-rate': 18,
  'diastolic-pressure': 75,
  'blood-glucose': 6,
  'blood-ketones': 0.2,
};

/** The measurements of a life while the person is ill, with when and as what; those that were lost left out. */
export function arrivedOf(life: SickLife): readonly (Arrived & { readonly reading: SickReading })[] {
  let minute = 0;
  return life.sick.flatMap((reading) => {
    minute += reading.after;
    const value = valueOf(life, minute, reading);
    const { fate } = reading;
    if (value === undefined || fate === 'lost' || fate === 'sentinel') return [];
    return [{ minute, fate, value, reading }];
  });
}

/** Everything that becomes known of a life, in the order in which it happens. */
export function happeningsOf(patient: PatientFixture, life: SickLife): readonly Happening[] {
  const sets = [...setsBefore(patient, life), ...sickSets(patient, life)];
  const { outage } = life;
  return [
    ...plansOf(life).map((plan): Happening => ({ kind: 'plan', plan: monitoringPlan(patient, life, plan) })),
    ...sets.map((set): Happening => ({ kind: 'set', set })),
    ...(outage === null ? [] : [outageOf(patient, outage)]),
  ];
}

function outageOf(patient: PatientFixture, { minute, lasts }: NonNullable<SickLife['outage']>): Happening {
  return { kind: 'outage', outage: { fromMs: patient.msAt(minute), untilMs: patient.msAt(minute + lasts) } };
}

function setsBefore(patient: PatientFixture, { before, sign: { code } }: SickLife): readonly ObservationSetRecorded[] {
  return before.map(({ minute, fate, alone }) => {
    if (fate === 'quarantined') return patient.doubts(minute, { [code]: 'what was found' });
    if (fate === 'sentinel' || fate === 'answered') return patient.doubts(minute, { [code]: 'what was found' }, fate);
    const values = alone ? { [code]: wellValue(code) } : wellAtAnyAge;
    return patient.reads(minute, values, fate === 'poor' ? { quality: poorSignal } : {});
  });
}

/** Not what is measured on exertion or the like: of a sign there is a value of someone who is well. */
function wellValue(code: ObservationCode): number | string | boolean {
  return new Map<string, number | string | boolean>(Object.entries(wellAtAnyAge)).get(code) ?? 0;
}

function sickSets(patient: PatientFixture, life: SickLife): readonly ObservationSetRecorded[] {
  let minute = 0;
  return life.sick.flatMap((reading) => {
    minute += reading.after;
    const value = valueOf(life, minute, reading);
    return value === undefined ? [] : setsOf(patient, { code: life.sign.code, minute, value, reading });
  });
}

interface Measured {
  readonly code: ObservationCode;
  readonly minute: number;
  readonly value: number | string;
  readonly reading: SickReading;
}

function setsOf(patient: PatientFixture, measured: Measured): readonly ObservationSetRecorded[] {
  const { code, minute, value, reading } = measured;
  const delayMinutes = reading.delay;
  switch (reading.fate) {
    case 'lost':
      return [];
    case 'sentinel':
      return [patient.doubts(minute, { [code]: 'what was found' }, 'sentinel')];
    case 'quarantined': {
      const because = code === 'consciousness' ? 'unreadable' : 'extreme';
      return [patient.doubts(minute, { [code]: String(value) }, because)];
    }
    default: {
      const isPoor = reading.fate === 'poor';
      const values = { ...(reading.withOthers ? wellAtAnyAge : {}), [code]: value };
      const set = patient.reads(minute, values, { delayMinutes, ...(isPoor ? { quality: poorSignal } : {}) });
      // A good reading that contradicts a poor one is believed: the person is then not known to be ill.
      if (!reading.besideWell || isPoor) return [set];
      return [set, patient.reads(minute, { [code]: wellValue(code) }, { deviceId: otherDevice })];
    }
  }
}

function monitoringPlan(patient: PatientFixture, life: SickLife, plan: PlanOfLife): MonitoringPlan {
  const { minute, pathway, onWard, continuous, dueEvery, validFor, pausedFor, scale2For, ceiling } = plan;
  const { code } = life.sign;
  const sixteen = sixteenAt(life);
  const { pregnantUntil } = life;
  return patient.plan(minute, {
    stay: onWard ? { ...patient.stay(admittedMinute), pathway } : null,
    ruleSet: { id: pathway, version: 1 },
    exclusion: life.age === null ? null : 'under-16',
    scoredFrom: sixteen === null || !life.ageKnown ? null : patient.at(sixteen),
    pregnancy:
      pregnantUntil === null
        ? null
        : { from: patient.at(-5000), endedAt: null, countsUntil: patient.at(pregnantUntil) },
    monitoring: continuous ? 'continuous' : 'intermittent',
    dueEveryMinutes: dueEvery === null ? {} : { [code]: dueEvery },
    validityMinutes: validFor === null ? {} : { [code]: validFor },
    pauses: pausedFor === null ? [] : [patient.pause(minute, minute + pausedFor)],
    oxygenScale: scale2For === null ? null : patient.scale2(minute, minute + scale2For),
    ceilingOfCare: ceiling === null ? null : ceilingOf(patient, minute, ceiling),
    thresholds: acceptedOf(patient, life, plan),
  });
}

function ceilingOf(
  patient: PatientFixture,
  minute: number,
  { alertAtMost, reviewAfter }: NonNullable<PlanOfLife['ceiling']>,
): CeilingOfCare {
  return patient.ceiling(alertAtMost, { reviewAt: reviewAfter === null ? null : patient.at(minute + reviewAfter) });
}

function acceptedOf(
  patient: PatientFixture,
  life: SickLife,
  { accepts, minute }: PlanOfLife,
): readonly PersonalThreshold[] & PersonalThreshold[] {
  const band = highBand(personAt(life, minute), life.sign);
  if (accepts === null || band === undefined) return [];
  const { id, decidedBy, reason, decidedAt, code } = patient.limit(life.sign.code, 0, 0);
  const isLow = life.sign.side === 'low';
  const mildest = life.sign.code === 'oxygen-saturation' ? mildestOnScale2 : band[0];
  const limit = isLow ? mildest - accepts.beyond : mildest + accepts.beyond;
  const reviewAt = patient.at(minute + accepts.reviewAfter);
  const direction = isLow ? 'below' : 'above';
  return [{ effect: 'accept', id, code, direction, limit, decidedBy, reason, decidedAt, reviewAt }];
}
