import type { ObservationCode } from '#libs/clinical';
import type { CourseOfIllness, SimulatedDevice } from './course-of-illness.ts';

/**
 * The illnesses that are simulated, as data. The figures are made up to be believable and to show what Homeward is for;
 * none describes a person. Hours count from the beginning of the simulated history.
 */

const cuffMeasures: readonly ObservationCode[] = ['systolic-pressure', 'diastolic-pressure'];

const watch = (everyMinutes: number, more: Partial<SimulatedDevice> = {}): SimulatedDevice => ({
  name: 'watch',
  kind: 'wearable',
  measures: ['pulse-rate', 'oxygen-saturation', 'respiration-rate'],
  source: 'device',
  everyMinutes,
  battery: { startPercent: 94, losesPerHour: 1.3 },
  ...more,
});

/** Cuff, thermometer and a tablet that asks about oxygen and how awake the patient is. */
const homeKit = (everyMinutes: number): readonly SimulatedDevice[] => [
  { name: 'cuff', kind: 'blood-pressure-cuff', measures: cuffMeasures, source: 'device', everyMinutes },
  { name: 'thermometer', kind: 'thermometer', measures: ['temperature'], source: 'device', everyMinutes },
  {
    name: 'tablet',
    kind: 'tablet',
    measures: ['consciousness', 'supplemental-oxygen'],
    source: 'patient',
    everyMinutes,
  },
];

const scales: SimulatedDevice = {
  name: 'scales',
  kind: 'scales',
  measures: ['body-weight'],
  source: 'device',
  everyMinutes: 8 * 60,
};

export const stableCopd: CourseOfIllness = {
  name: 'stable COPD',
  pathway: 'acute-respiratory',
  entry: 'step-down',
  ageYears: { least: 61, most: 79 },
  scale2Because: 'Hypercapnic respiratory failure confirmed on blood gas; target 88–92 %.',
  repeatsAfterHours: 24,
  stages: [
    {
      atHour: 0,
      signs: {
        respirationRate: 18,
        oxygenSaturation: 90,
        oxygenFlow: 2,
        systolicPressure: 134,
        diastolicPressure: 78,
        pulseRate: 82,
        consciousness: 'A',
        temperature: 36.7,
        bodyWeight: 68,
      },
    },
  ],
  // Oxygen is turned up and down to keep to the target; at rest the rest stays calm.
  heldWithin: {
    oxygenSaturation: { least: 88, most: 91.4 },
    respirationRate: { least: 15, most: 20 },
    pulseRate: { least: 66, most: 90 },
    temperature: { least: 36.2, most: 37.4 },
  },
  devices: [watch(5), ...homeKit(240)],
};

export const worseningPneumonia: CourseOfIllness = {
  name: 'worsening pneumonia',
  pathway: 'acute-respiratory',
  entry: 'step-up',
  ageYears: { least: 38, most: 74 },
  repeatsAfterHours: 60,
  stages: [
    {
      atHour: 0,
      signs: {
        respirationRate: 18,
        oxygenSaturation: 96,
        oxygenFlow: 0,
        systolicPressure: 124,
        diastolicPressure: 76,
        pulseRate: 88,
        consciousness: 'A',
        temperature: 38.2,
        bodyWeight: 74,
      },
    },
    {
      atHour: 5,
      signs: { respirationRate: 20, oxygenSaturation: 95, systolicPressure: 120, pulseRate: 97, temperature: 38.6 },
    },
    {
      atHour: 6,
      signs: { respirationRate: 21, oxygenSaturation: 95, systolicPressure: 118, pulseRate: 101, temperature: 38.7 },
    },
    {
      atHour: 7.25,
      signs: { respirationRate: 25.5, oxygenSaturation: 92, systolicPressure: 107, pulseRate: 115, temperature: 39.3 },
    },
    {
      atHour: 9,
      signs: {
        respirationRate: 28,
        oxygenSaturation: 90,
        systolicPressure: 101,
        diastolicPressure: 60,
        pulseRate: 123,
        temperature: 39.5,
      },
    },
    // Seen, treated and given oxygen.
    {
      atHour: 12,
      signs: { respirationRate: 26, oxygenSaturation: 94, oxygenFlow: 4, pulseRate: 116, temperature: 39.1 },
    },
    {
      atHour: 24,
      signs: {
        respirationRate: 22,
        oxygenSaturation: 95,
        oxygenFlow: 2,
        systolicPressure: 112,
        pulseRate: 100,
        temperature: 38.3,
      },
    },
    {
      atHour: 40,
      signs: {
        respirationRate: 17,
        oxygenSaturation: 97,
        oxygenFlow: 0,
        systolicPressure: 122,
        diastolicPressure: 76,
        pulseRate: 82,
        temperature: 37.4,
      },
    },
  ],
  devices: [watch(5), ...homeKit(20)],
};

export const heartFailure: CourseOfIllness = {
  name: 'heart failure, gaining weight',
  pathway: 'heart-failure',
  entry: 'step-down',
  ageYears: { least: 66, most: 88 },
  repeatsAfterHours: 120,
  stages: [
    {
      atHour: 0,
      signs: {
        respirationRate: 16,
        oxygenSaturation: 97,
        oxygenFlow: 0,
        systolicPressure: 128,
        diastolicPressure: 74,
        pulseRate: 72,
        consciousness: 'A',
        temperature: 36.5,
        bodyWeight: 81.4,
      },
    },
    { atHour: 48, signs: { respirationRate: 18, oxygenSaturation: 96, pulseRate: 80, bodyWeight: 83.2 } },
    { atHour: 72, signs: { respirationRate: 20, oxygenSaturation: 95, pulseRate: 87, bodyWeight: 84.3 } },
    // Diuretics work.
    { atHour: 100, signs: { respirationRate: 16, oxygenSaturation: 97, pulseRate: 74, bodyWeight: 81.9 } },
  ],
  devices: [watch(10), ...homeKit(240), scales],
};

export const silentWatch: CourseOfIllness = {
  name: 'a watch that falls silent',
  pathway: 'frailty',
  entry: 'step-up',
  ageYears: { least: 74, most: 93 },
  repeatsAfterHours: 48,
  stages: [
    {
      atHour: 0,
      signs: {
        respirationRate: 16,
        oxygenSaturation: 97,
        oxygenFlow: 0,
        systolicPressure: 138,
        diastolicPressure: 80,
        pulseRate: 70,
        consciousness: 'A',
        temperature: 36.6,
        bodyWeight: 58,
      },
    },
  ],
  devices: [
    // Nobody puts it on its charger until the next day.
    watch(5, { battery: { startPercent: 14, losesPerHour: 2 }, silent: { fromHour: 7, toHour: 30 } }),
    ...homeKit(360),
  ],
};

export const settlingAfterSurgery: CourseOfIllness = {
  name: 'settling after an operation',
  pathway: 'frailty',
  entry: 'step-down',
  ageYears: { least: 45, most: 80 },
  repeatsAfterHours: 96,
  stages: [
    {
      atHour: 0,
      signs: {
        respirationRate: 17,
        oxygenSaturation: 96.5,
        oxygenFlow: 0,
        systolicPressure: 118,
        diastolicPressure: 70,
        pulseRate: 86,
        consciousness: 'A',
        temperature: 37.7,
        bodyWeight: 77,
      },
    },
    {
      atHour: 48,
      signs: { respirationRate: 15, oxygenSaturation: 97.5, systolicPressure: 126, pulseRate: 72, temperature: 36.8 },
    },
  ],
  devices: [watch(10), ...homeKit(240)],
};

/** The four that everybody should see come first; the rest of a ward is mostly quiet, at different hours of its courses. */
const shown = [worseningPneumonia, stableCopd, heartFailure, silentWatch] as const;
const others = [
  settlingAfterSurgery,
  worseningPneumonia,
  stableCopd,
  heartFailure,
  settlingAfterSurgery,
  heartFailure,
] as const;

/** What the patient at this place, from 0, is ill with. */
export function courseOf(place: number): CourseOfIllness {
  return shown[place] ?? others[(place - shown.length) % others.length] ?? settlingAfterSurgery;
}
