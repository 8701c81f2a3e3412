import type { ObservationCode } from '#libs/clinical';
import type { SimulatedDevice } from './course-of-illness.ts';

const cuffMeasures: readonly ObservationCode[] = ['systolic-pressure', 'diastolic-pressure'];

/** Pulse, saturation and respiration by itself. */
export const watch = (everyMinutes: number, more: Partial<SimulatedDevice> = {}): SimulatedDevice => ({
  name: 'watch',
  kind: 'wearable',
  measures: ['pulse-rate', 'oxygen-saturation', 'respiration-rate'],
  source: 'device',
  everyMinutes,
  battery: { startPercent: 94, losesPerHour: 1.3 },
  ...more,
});

/** Cuff, thermometer and a tablet that asks about oxygen and how awake the patient is. */
export const homeKit = (everyMinutes: number): readonly SimulatedDevice[] => [
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

export const scales: SimulatedDevice = {
  name: 'scales',
  kind: 'scales',
  measures: ['body-weight'],
  source: 'device',
  everyMinutes: 8 * 60,
};

/** A button to call for help, which is pressed now and then. */
export const pendant = (everyHours: number): SimulatedDevice => ({
  name: 'pendant',
  kind: 'other',
  measures: ['call-for-help'],
  source: 'device',
  everyMinutes: everyHours * 60,
});
