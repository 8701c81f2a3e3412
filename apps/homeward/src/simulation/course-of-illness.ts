import type { Consciousness, ObservationCode } from '#libs/clinical';
import type { DeviceKind } from '#libs/contracts';
import { easeInOut } from './seeded-noise.ts';

/** What a body shows at a time, in canonical units. */
export interface Signs {
  /** /min */
  readonly respirationRate: number;
  /** % */
  readonly oxygenSaturation: number;
  /** L/min; 0 is air. */
  readonly oxygenFlow: number;
  /** mm[Hg] */
  readonly systolicPressure: number;
  readonly diastolicPressure: number;
  /** /min */
  readonly pulseRate: number;
  readonly consciousness: Consciousness;
  /** Cel */
  readonly temperature: number;
  /** kg */
  readonly bodyWeight: number;
}

/** The signs that go over smoothly from one stage to the next; oxygen and consciousness change at a stroke. */
export const gradualSigns = [
  'respirationRate',
  'oxygenSaturation',
  'systolicPressure',
  'diastolicPressure',
  'pulseRate',
  'temperature',
  'bodyWeight',
] as const satisfies readonly (keyof Signs)[];
export type GradualSign = (typeof gradualSigns)[number];

/** How things stand at an hour of the illness; what is not named goes on towards the next stage that names it. */
export interface Stage {
  readonly atHour: number;
  readonly signs: Partial<Signs>;
}

/** From one hour of the illness (inclusive) to another (exclusive). */
export interface Episode {
  readonly fromHour: number;
  readonly toHour: number;
}

/** Something in the patient's home that measures. */
export interface SimulatedDevice {
  /** The last part of its id. */
  readonly name: string;
  readonly kind: DeviceKind;
  readonly measures: readonly ObservationCode[];
  /** Who enters it, where it does not measure by itself. */
  readonly source: 'device' | 'patient';
  readonly everyMinutes: number;
  /** Hours of the illness during which nothing comes from it. */
  readonly silent?: Episode & {
    /** Left out, it is off or out of reach, and its hub says so; `forgotten`: the patient does not use it until asked. */
    readonly because?: 'forgotten';
  };
  /** Hours of the illness during which its sensor sits badly: what it shows is wrong, and it says so of itself. */
  readonly poorSignal?: Episode;
  /** Its charge at the start, %, and what it loses in an hour; left out, it runs off the mains. */
  readonly battery?: { readonly startPercent: number; readonly losesPerHour: number };
}

export interface CourseOfIllness {
  readonly name: string;
  readonly pathway: string;
  readonly entry: 'step-up' | 'step-down';
  readonly ageYears: { readonly least: number; readonly most: number };
  /** Why saturation is read on scale 2, where it is. */
  readonly scale2Because?: string;
  /**
   * How often readings are waited for, by the clock and not at the simulation's pace, where the pathway waits longer
   * than a demo lasts.
   */
  readonly dueEveryMinutes?: Readonly<Partial<Record<ObservationCode, number>>>;
  /** The first stage names every sign. After the last one it begins again, so the last should lead back to the first. */
  readonly stages: readonly [Stage & { readonly signs: Signs }, ...Stage[]];
  readonly repeatsAfterHours: number;
  /** What treatment holds a sign within, whatever else goes on: a prescribed target for example. */
  readonly heldWithin?: Readonly<Partial<Record<GradualSign, { readonly least: number; readonly most: number }>>>;
  readonly devices: readonly SimulatedDevice[];
}

/** How far the illness alone has brought each sign at an hour, without what is the patient's own or by chance. */
export function signsOfCourse(course: CourseOfIllness, hour: number): Signs {
  const atHour = hour % course.repeatsAfterHours;
  const first = course.stages[0].signs;
  const signs: Record<GradualSign, number> = { ...first };
  for (const sign of gradualSigns) signs[sign] = gradually(course, sign, atHour);
  return { ...first, ...signs, ...atAStroke(course, atHour) };
}

function gradually(course: CourseOfIllness, sign: GradualSign, atHour: number): number {
  const [first] = course.stages;
  let before = { hour: first.atHour, value: first.signs[sign] };
  for (const stage of course.stages) {
    const value = stage.signs[sign];
    if (value === undefined) continue;
    if (stage.atHour > atHour) return between(before, { hour: stage.atHour, value }, atHour);
    before = { hour: stage.atHour, value };
  }
  return between(before, { hour: course.repeatsAfterHours, value: first.signs[sign] }, atHour);
}

interface Point {
  readonly hour: number;
  readonly value: number;
}

function between(before: Point, after: Point, hour: number): number {
  if (after.hour <= before.hour) return after.value;
  const part = (hour - before.hour) / (after.hour - before.hour);
  return before.value + (after.value - before.value) * easeInOut(Math.max(0, Math.min(1, part)));
}

function atAStroke(course: CourseOfIllness, atHour: number): Pick<Signs, 'oxygenFlow' | 'consciousness'> {
  let { oxygenFlow, consciousness } = course.stages[0].signs;
  for (const { atHour: from, signs } of course.stages) {
    if (from > atHour) break;
    oxygenFlow = signs.oxygenFlow ?? oxygenFlow;
    consciousness = signs.consciousness ?? consciousness;
  }
  return { oxygenFlow, consciousness };
}
