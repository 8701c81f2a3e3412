import { type ObservationCode, observationKinds } from './observation-codes.ts';

/** UCUM units are for machines; these are as people write them, with the space before them. */
const unitsInWords: ReadonlyMap<string, string> = new Map([
  ['/min', ' per minute'],
  ['%', ' %'],
  ['mm[Hg]', ' mmHg'],
  ['Cel', ' °C'],
  ['{steps}', ''],
  ['{score}', ''],
]);

/** The unit of a code as people write it, with the space before it: ` mmHg`, ` °C`; empty where it has none. */
export function unitInWords(code: ObservationCode): string {
  const kind = observationKinds[code];
  return 'unit' in kind ? (unitsInWords.get(kind.unit) ?? ` ${kind.unit}`) : '';
}

const levelsInWords: ReadonlyMap<string, string> = new Map([
  ['A', 'alert'],
  ['C', 'new confusion'],
  ['V', 'responds to voice'],
  ['P', 'responds to pain'],
  ['U', 'unresponsive'],
]);

/** A value with its unit as people say it: `27 per minute`, `38.4 °C`, `2 L/min`, `given`, `new confusion`. */
export function valueInWords(code: ObservationCode, value: number | string | boolean): string {
  if (code === 'supplemental-oxygen' && (value === false || value === 0)) return 'none, on air';
  if (code === 'supplemental-oxygen' && value === true) return 'given';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return levelsInWords.get(value) ?? value;
  return `${String(Number(value.toFixed(1)))}${unitInWords(code)}`;
}
