import type { CourseOfIllness, SimulatedDevice } from './course-of-illness.ts';
import { homeKit, pendant, scales, watch } from './home-kit.ts';
import { coldHands, stableCopd, worseningPneumonia } from './respiratory-courses.ts';

/**
 * The illnesses that are simulated, as data. The figures are plausible and made up to show what Homeward is for;
 * none describes a person. Hours count from the beginning of the simulated history.
 */

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
  dueEveryMinutes: { 'pulse-rate': 5 },
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
    // It is not put on its charger until the next day.
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

export const forgetful: CourseOfIllness = {
  name: 'forgets to measure until asked',
  pathway: 'frailty',
  entry: 'step-up',
  ageYears: { least: 79, most: 95 },
  dueEveryMinutes: { 'systolic-pressure': 5, temperature: 5 },
  repeatsAfterHours: 72,
  stages: [
    {
      atHour: 0,
      signs: {
        respirationRate: 16,
        oxygenSaturation: 97,
        oxygenFlow: 0,
        systolicPressure: 132,
        diastolicPressure: 76,
        pulseRate: 68,
        consciousness: 'A',
        temperature: 36.5,
        bodyWeight: 61,
      },
    },
  ],
  devices: [
    watch(5),
    // In the demo the tablet asks, by the clock, half an hour after the start.
    ...homeKit(120).map((device): SimulatedDevice => ({
      ...device,
      silent: { fromHour: 3, toHour: 60, because: 'forgotten' },
    })),
  ],
};

export const preEclampsia: CourseOfIllness = {
  name: 'rising blood pressure in pregnancy',
  pathway: 'complex-maternity',
  entry: 'step-up',
  ageYears: { least: 21, most: 42 },
  repeatsAfterHours: 72,
  stages: [
    {
      atHour: 0,
      signs: {
        respirationRate: 16,
        oxygenSaturation: 98,
        oxygenFlow: 0,
        systolicPressure: 134,
        diastolicPressure: 80,
        pulseRate: 84,
        consciousness: 'A',
        temperature: 36.8,
        bodyWeight: 79,
      },
    },
    { atHour: 6, signs: { systolicPressure: 138, diastolicPressure: 82, pulseRate: 88 } },
    { atHour: 10, signs: { systolicPressure: 166, diastolicPressure: 106, pulseRate: 96 } },
    // Labetalol works.
    { atHour: 24, signs: { systolicPressure: 136, diastolicPressure: 82, pulseRate: 82 } },
  ],
  devices: [watch(10), ...homeKit(60)],
};

export const dyingAtHome: CourseOfIllness = {
  name: 'the last days at home',
  pathway: 'end-of-life',
  entry: 'step-down',
  ageYears: { least: 72, most: 97 },
  repeatsAfterHours: 96,
  stages: [
    {
      atHour: 0,
      signs: {
        respirationRate: 23,
        oxygenSaturation: 92,
        oxygenFlow: 0,
        systolicPressure: 98,
        diastolicPressure: 58,
        pulseRate: 104,
        consciousness: 'V',
        temperature: 37.2,
        bodyWeight: 52,
      },
    },
    { atHour: 48, signs: { respirationRate: 26, oxygenSaturation: 89, systolicPressure: 88, pulseRate: 112 } },
  ],
  // What is measured alerts no one here; a call for help does.
  devices: [watch(15), ...homeKit(240), pendant(30)],
};

/** Those that a demo is to show come first, and all begin together; the rest of a ward is mostly quiet, at different hours of its courses. */
const shown = [
  worseningPneumonia,
  stableCopd,
  heartFailure,
  silentWatch,
  coldHands,
  forgetful,
  preEclampsia,
  dyingAtHome,
] as const;
const others = [
  settlingAfterSurgery,
  worseningPneumonia,
  stableCopd,
  heartFailure,
  settlingAfterSurgery,
  heartFailure,
] as const;

/** Whether the patient at this index is one of those that a demo is to show. */
export const isShown = (index: number): boolean => index < shown.length;

/** What the patient at this index, from 0, is ill with. */
export function courseOf(index: number): CourseOfIllness {
  return shown[index] ?? others[(index - shown.length) % others.length] ?? settlingAfterSurgery;
}
