import type { CourseOfIllness } from './course-of-illness.ts';
import { homeKit, watch } from './home-kit.ts';

/** Illnesses of the lungs, as data: see `courses.ts`. */

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

export const coldHands: CourseOfIllness = {
  name: 'cold hands, so that the oximeter reads badly',
  pathway: 'acute-respiratory',
  entry: 'step-down',
  ageYears: { least: 58, most: 84 },
  repeatsAfterHours: 24,
  stages: [
    {
      atHour: 0,
      signs: {
        respirationRate: 16,
        oxygenSaturation: 97.3,
        oxygenFlow: 0,
        systolicPressure: 126,
        diastolicPressure: 74,
        pulseRate: 74,
        consciousness: 'A',
        temperature: 36.7,
        bodyWeight: 70,
      },
    },
  ],
  heldWithin: { oxygenSaturation: { least: 96, most: 99 } },
  devices: [watch(5, { poorSignal: { fromHour: 6.5, toHour: 7 } }), ...homeKit(240)],
};
