/**
 * The observations Homeward knows: their short names, units and the ranges in which a reading is
 * physiologically conceivable in a living person.
 *
 * @see docs/clinical-sources.md, "Readings": code, UCUM unit, plausible range, LOINC and SNOMED CT concepts.
 */

/** The five levels of consciousness on the NEWS2 chart: alert, new confusion, voice, pain, unresponsive. */
export const consciousnessLevels = ['A', 'C', 'V', 'P', 'U'] as const;
export type Consciousness = (typeof consciousnessLevels)[number];

/** A measured quantity: its canonical UCUM unit, inclusive plausible range, and units converted to the canonical one. */
export interface QuantityKind {
  readonly form: 'quantity';
  readonly unit: string;
  readonly plausible: { readonly least: number; readonly most: number };
  /** Other UCUM units that are accepted, and how each becomes the canonical unit. */
  readonly converts?: Readonly<Record<string, (value: number) => number>>;
  readonly loinc?: readonly string[];
  readonly snomed?: readonly string[];
}

/** The devices on the NEWS2 chart by which oxygen is given. */
export const oxygenDevices = [
  'nasal-cannula',
  'simple-mask',
  'venturi-mask',
  'reservoir-mask',
  'humidified',
  'high-flow-nasal',
  'cpap',
  'non-invasive-ventilation',
  'tracheostomy-mask',
  'other',
] as const;

/** Oxygen given: a flow in L/min, or only whether there is any. */
export interface OxygenKind extends Omit<QuantityKind, 'form'> {
  readonly form: 'oxygen';
}

/** One of a closed list of words. */
export interface ChoiceKind {
  readonly form: 'choice';
  readonly choices: readonly string[];
  readonly loinc?: readonly string[];
  readonly snomed?: readonly string[];
}

/** An answer in a person's own words: charted, never scored. */
export interface AnswerKind {
  readonly form: 'answer';
  readonly longest: number;
}

/** What is said of an event: that it happened, or that it is taken back, as by the cancel button of a pendant. */
export const eventValues = ['happened', 'cancelled'] as const;
export type EventValue = (typeof eventValues)[number];

/** Something that happens, and is not measured. */
export interface EventKind {
  readonly form: 'event';
  /** Whether it calls for help: then it alerts on every pathway, and nothing about the patient's care holds it back. */
  readonly callsForHelp: boolean;
  readonly snomed?: readonly string[];
}

export type ObservationKind = QuantityKind | OxygenKind | ChoiceKind | AnswerKind | EventKind;

/** To a millionth of a degree: 95.09 [degF] is 35.05 Cel exactly, which binary arithmetic alone would miss by a hair. */
const fahrenheitToCelsius = (degrees: number): number => Math.round((((degrees - 32) * 5) / 9) * 1e6) / 1e6;

export const observationKinds = {
  'respiration-rate': {
    form: 'quantity',
    unit: '/min',
    plausible: { least: 1, most: 80 },
    loinc: ['9279-1'],
    snomed: ['86290005'],
  },
  'oxygen-saturation': {
    form: 'quantity',
    unit: '%',
    plausible: { least: 40, most: 100 },
    loinc: ['2708-6', '59408-5'],
    snomed: ['447755005', '103228002'],
  },
  /** The lowest during an exertion test, such as sitting to standing for a minute, or 40 steps. */
  'oxygen-saturation-on-exertion': { form: 'quantity', unit: '%', plausible: { least: 40, most: 100 } },
  'supplemental-oxygen': {
    form: 'oxygen',
    unit: 'L/min',
    plausible: { least: 0, most: 60 },
    loinc: ['3151-8'],
    snomed: ['722742002', '371825009'],
  },
  'oxygen-device': { form: 'choice', choices: oxygenDevices },
  /** As a percentage; a fraction, UCUM `1`, is converted. Air is 21 %. */
  'inspired-oxygen': {
    form: 'quantity',
    unit: '%',
    plausible: { least: 20, most: 100 },
    converts: { '1': (fraction) => Math.round(fraction * 1e6) / 1e4 },
    loinc: ['3150-0'],
    snomed: ['250774007'],
  },
  'systolic-pressure': {
    form: 'quantity',
    unit: 'mm[Hg]',
    plausible: { least: 40, most: 300 },
    loinc: ['8480-6'],
    snomed: ['72313002'],
  },
  'diastolic-pressure': {
    form: 'quantity',
    unit: 'mm[Hg]',
    plausible: { least: 20, most: 200 },
    loinc: ['8462-4'],
    snomed: ['1091811000000102'],
  },
  /** After standing up, beside the pressure lying or sitting: a code of its own, since charts score the one at rest. */
  'standing-systolic-pressure': {
    form: 'quantity',
    unit: 'mm[Hg]',
    plausible: { least: 40, most: 300 },
    loinc: ['8460-8'],
    snomed: ['400974009'],
  },
  'standing-diastolic-pressure': {
    form: 'quantity',
    unit: 'mm[Hg]',
    plausible: { least: 20, most: 200 },
    loinc: ['8454-1'],
    snomed: ['400975005'],
  },
  'pulse-rate': {
    form: 'quantity',
    unit: '/min',
    plausible: { least: 20, most: 300 },
    loinc: ['8867-4'],
    snomed: ['78564009'],
  },
  consciousness: { form: 'choice', choices: consciousnessLevels, snomed: ['1104441000000107'] },
  temperature: {
    form: 'quantity',
    unit: 'Cel',
    plausible: { least: 25, most: 45 },
    converts: { '[degF]': fahrenheitToCelsius },
    loinc: ['8310-5'],
    snomed: ['276885007'],
  },
  'body-weight': {
    form: 'quantity',
    unit: 'kg',
    plausible: { least: 2, most: 500 },
    loinc: ['29463-7'],
    snomed: ['27113001'],
  },
  'blood-glucose': {
    form: 'quantity',
    unit: 'mmol/L',
    plausible: { least: 0.6, most: 60 },
    loinc: ['15074-8'],
    snomed: ['434912009'],
  },
  /** Of capillary blood: beta-hydroxybutyrate. Meters read to 8; the rest is for laboratories. */
  'blood-ketones': { form: 'quantity', unit: 'mmol/L', plausible: { least: 0, most: 15 } },
  /** The international normalised ratio of the prothrombin time. */
  inr: { form: 'quantity', unit: '{INR}', plausible: { least: 0.8, most: 20 }, loinc: ['34714-6', '6301-6'] },
  fev1: {
    form: 'quantity',
    unit: 'L',
    plausible: { least: 0.1, most: 8 },
    loinc: ['20150-9'],
    snomed: ['59328004'],
  },
  /** The best that is known of the person, which a fall is counted from: entered when it is known, not measured. */
  'best-fev1': { form: 'quantity', unit: 'L', plausible: { least: 0.1, most: 8 } },
  'peak-flow': {
    form: 'quantity',
    unit: 'L/min',
    plausible: { least: 30, most: 900 },
    loinc: ['33452-4'],
    snomed: ['18491006'],
  },
  /** The MRC dyspnoea scale: 1, only on strenuous exercise, to 5, too breathless to leave the house. */
  'dyspnoea-grade': { form: 'quantity', unit: '{grade}', plausible: { least: 1, most: 5 } },
  /** Since the reading before. */
  'urine-output': { form: 'quantity', unit: 'mL', plausible: { least: 0, most: 5000 }, loinc: ['9187-6'] },
  /** Taken in less given out over 24 hours. */
  'fluid-balance': { form: 'quantity', unit: 'mL', plausible: { least: -10_000, most: 10_000 } },
  /** 0 awake, 1 drowsy, 2 asleep and easy to rouse, 3 hard to rouse. */
  'sedation-score': { form: 'quantity', unit: '{score}', plausible: { least: 0, most: 3 } },
  /** The 4AT for delirium: 4 or more suggests it. */
  '4at-score': { form: 'quantity', unit: '{score}', plausible: { least: 0, most: 12 } },
  steps: { form: 'quantity', unit: '{steps}', plausible: { least: 0, most: 200_000 } },
  sleep: { form: 'quantity', unit: 'h', plausible: { least: 0, most: 24 } },
  activity: { form: 'quantity', unit: 'min', plausible: { least: 0, most: 1440 } },
  'pain-score': { form: 'quantity', unit: '{score}', plausible: { least: 0, most: 10 } },
  'questionnaire-answer': { form: 'answer', longest: 2000 },
  /** A call button or pendant was pressed. */
  'call-for-help': { form: 'event', callsForHelp: true },
  /** The person says that they feel worse, without a number to it. */
  'feeling-worse': { form: 'event', callsForHelp: true },
  /** Noticed by a sensor or a pendant, or reported. */
  fall: { form: 'event', callsForHelp: true, snomed: ['1912002'] },
  /** A wearable is not worn any more; cancelled when it is worn again. */
  'device-taken-off': { form: 'event', callsForHelp: false },
  /** A sensor of the bed: the person has got up; cancelled when they lie down again. */
  'bed-left': { form: 'event', callsForHelp: false },
  /** A sensor of the door: cancelled when it is closed again. */
  'door-opened': { form: 'event', callsForHelp: false },
} as const satisfies Record<string, ObservationKind>;

export type ObservationCode = keyof typeof observationKinds;

// The one place where the keys of the table above become the list of codes: Object.keys forgets their type.
export const observationCodes = Object.keys(observationKinds) as readonly ObservationCode[] as readonly [
  ObservationCode,
  ...ObservationCode[],
];

export function isObservationCode(text: string): text is ObservationCode {
  return Object.hasOwn(observationKinds, text);
}

/** Codes of what happens rather than is measured. */
export const eventCodes: readonly ObservationCode[] = observationCodes.filter(
  (code) => observationKinds[code].form === 'event',
);

/** Events after which the person is away, from the bed or from home, until something says that they are back. */
export const absenceCodes = ['bed-left', 'door-opened'] as const satisfies readonly ObservationCode[];
export type AbsenceCode = (typeof absenceCodes)[number];

export function isAbsenceCode(code: string): code is AbsenceCode {
  return absenceCodes.some((one) => one === code);
}

const events: ReadonlySet<string> = new Set(eventCodes);
const calls: ReadonlySet<string> = new Set(
  observationCodes.filter((code) => {
    const kind = observationKinds[code];
    return kind.form === 'event' && kind.callsForHelp;
  }),
);

export function isEventCode(code: string): boolean {
  return events.has(code);
}

/** Whether it is an event that calls for help. */
export function isCallForHelp(code: string): boolean {
  return calls.has(code);
}
