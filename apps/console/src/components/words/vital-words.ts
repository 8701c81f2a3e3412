import { type Consciousness, isEventCode, news2Chart, type ObservationCode, toTenths } from '#libs/clinical';
import type { ObservationValue } from '#libs/contracts';

interface VitalWords {
  readonly name: string;
  /** For the head of a narrow column. */
  readonly short: string;
  /** As read aloud and shown; the UCUM unit is for machines. */
  readonly unit: string;
}

const vitalWords: Readonly<Record<ObservationCode, VitalWords>> = {
  'respiration-rate': { name: 'Respiration rate', short: 'Resp.', unit: 'per min' },
  'oxygen-saturation': { name: 'Oxygen saturation', short: 'SpO₂', unit: '%' },
  'oxygen-saturation-on-exertion': { name: 'Oxygen saturation on exertion', short: 'SpO₂ ex.', unit: '%' },
  'supplemental-oxygen': { name: 'Air or oxygen', short: 'Oxygen', unit: 'L/min' },
  'oxygen-device': { name: 'Oxygen device', short: 'O₂ device', unit: '' },
  'inspired-oxygen': { name: 'Inspired oxygen (FiO₂)', short: 'FiO₂', unit: '%' },
  'systolic-pressure': { name: 'Systolic blood pressure', short: 'Systolic', unit: 'mmHg' },
  'diastolic-pressure': { name: 'Diastolic blood pressure', short: 'Diastolic', unit: 'mmHg' },
  'standing-systolic-pressure': { name: 'Systolic blood pressure, standing', short: 'Sys. st.', unit: 'mmHg' },
  'standing-diastolic-pressure': { name: 'Diastolic blood pressure, standing', short: 'Dia. st.', unit: 'mmHg' },
  'pulse-rate': { name: 'Pulse', short: 'Pulse', unit: 'per min' },
  consciousness: { name: 'Consciousness', short: 'ACVPU', unit: '' },
  temperature: { name: 'Temperature', short: 'Temp.', unit: '°C' },
  'body-weight': { name: 'Body weight', short: 'Weight', unit: 'kg' },
  'blood-glucose': { name: 'Blood glucose', short: 'Glucose', unit: 'mmol/L' },
  'blood-ketones': { name: 'Blood ketones', short: 'Ketones', unit: 'mmol/L' },
  inr: { name: 'INR', short: 'INR', unit: '' },
  fev1: { name: 'FEV₁', short: 'FEV₁', unit: 'L' },
  'best-fev1': { name: 'Best FEV₁', short: 'Best FEV₁', unit: 'L' },
  'peak-flow': { name: 'Peak flow', short: 'Peak flow', unit: 'L/min' },
  'dyspnoea-grade': { name: 'Breathlessness (MRC scale)', short: 'MRC', unit: 'of 5' },
  'urine-output': { name: 'Urine output', short: 'Urine', unit: 'mL' },
  'fluid-balance': { name: 'Fluid balance over 24 hours', short: 'Fluid', unit: 'mL' },
  'sedation-score': { name: 'Sedation score', short: 'Sedation', unit: 'of 3' },
  '4at-score': { name: '4AT', short: '4AT', unit: 'of 12' },
  steps: { name: 'Steps', short: 'Steps', unit: '' },
  sleep: { name: 'Sleep', short: 'Sleep', unit: 'h' },
  activity: { name: 'Activity', short: 'Activity', unit: 'min' },
  'pain-score': { name: 'Pain score', short: 'Pain', unit: 'of 10' },
  'questionnaire-answer': { name: 'Answer to a question', short: 'Answer', unit: '' },
  'call-for-help': { name: 'Call for help', short: 'Call', unit: '' },
  'feeling-worse': { name: 'Feeling worse', short: 'Worse', unit: '' },
  fall: { name: 'Fall', short: 'Fall', unit: '' },
  'device-taken-off': { name: 'Device taken off', short: 'Taken off', unit: '' },
  'bed-left': { name: 'Out of bed', short: 'Bed', unit: '' },
  'door-opened': { name: 'Door opened', short: 'Door', unit: '' },
};

const consciousnessWords: Readonly<Record<Consciousness, string>> = {
  A: 'Alert',
  C: 'New confusion',
  V: 'Responds to voice',
  P: 'Responds to pain',
  U: 'Unresponsive',
};

export function vitalName(code: ObservationCode): VitalWords {
  return vitalWords[code];
}

/** The codes of the NEWS2 chart, in its order: the columns of the board. */
export const chartCodes: readonly ObservationCode[] = news2Chart.codes;

const isConsciousness = (text: string): text is Consciousness => Object.hasOwn(consciousnessWords, text);

/** A value with as many digits as the chart has and without its unit: `96`, `38.4`, `Air`, `2 L/min`, `A`. */
export function shortValue(code: ObservationCode, value: ObservationValue): string {
  if (code === 'supplemental-oxygen') return oxygenWords(value);
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (isEventCode(code)) return value === 'cancelled' ? 'Cancelled' : 'Happened';
  if (typeof value === 'string') return code === 'oxygen-device' ? deviceWords(value) : value;
  // A tenth of a litre is a twentieth of a breath.
  if (code === 'fev1' || code === 'best-fev1') return value.toFixed(2);
  // Half up, as the chart rounds: 35.05 scores as 35.1, and toFixed would say 35.0.
  if (code === 'temperature' || code === 'body-weight' || code === 'blood-glucose' || code === 'blood-ketones') {
    return (toTenths(value) / 10).toFixed(1);
  }
  return String(Math.round(value * 10) / 10);
}

/** A value as said in a sentence: `96 per min`, `38.4 °C`, `breathing air`, `new confusion`. */
export function longValue(code: ObservationCode, value: ObservationValue): string {
  if (code === 'consciousness' && typeof value === 'string' && isConsciousness(value)) return consciousnessWords[value];
  const short = shortValue(code, value);
  if (code === 'supplemental-oxygen' || typeof value !== 'number') return short;
  const { unit } = vitalWords[code];
  return unit === '' ? short : unit === '%' ? `${short}%` : `${short} ${unit}`;
}

/** `nasal-cannula` as `Nasal cannula`; what is an abbreviation stays one. */
function deviceWords(device: string): string {
  if (device === 'cpap') return 'CPAP';
  const words = device.replaceAll('-', ' ');
  return words.charAt(0).toLocaleUpperCase('en-GB') + words.slice(1);
}

function oxygenWords(value: ObservationValue): string {
  if (value === false || value === 0) return 'Air';
  if (typeof value === 'number') return `${String(value)} L/min`;
  return 'Oxygen';
}
