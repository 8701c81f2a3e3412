import {
  checkReading,
  type News2Parameter,
  news2Parameters,
  type News2Values,
  observationOfParameter,
  scoreNews2,
} from '#libs/clinical';

/** What is wrong with one line, and in which field. */
export interface LineFault {
  /** Null when the fault is the line's own. */
  readonly field: string | null;
  readonly message: string;
}

export type LineResult =
  | { readonly ok: true; readonly score: ReturnType<typeof scoreNews2> }
  | { readonly ok: false; readonly faults: readonly LineFault[] };

/** A number on this line is in the unit of the NEWS2 chart; the other parameters have none. */
const unitOf: Readonly<Partial<Record<News2Parameter, string>>> = {
  respirationRate: '/min',
  oxygenSaturation: '%',
  supplementalOxygen: 'L/min',
  systolicPressure: 'mm[Hg]',
  pulseRate: '/min',
  temperature: 'Cel',
};

/**
 * Scores one line of JSON: the seven NEWS2 parameters by name, of which any may be missing or null, and `scale2`.
 *
 * @returns the score, or every fault of the line. A field that is not known is a fault: a parameter that is misspelt
 * would otherwise pass for one that is missing.
 */
export function scoreLine(line: string): LineResult {
  const input = parseObject(line);
  if (typeof input === 'string') return { ok: false, faults: [{ field: null, message: input }] };
  const faults: LineFault[] = unknownFields(input);
  const values: Partial<Record<News2Parameter, unknown>> = {};
  for (const parameter of news2Parameters) {
    const value = input[parameter];
    if (value === undefined || value === null) continue;
    const checked = check(parameter, value);
    if ('message' in checked) faults.push({ field: parameter, message: checked.message });
    else values[parameter] = checked.value;
  }
  const { scale2 = false } = input;
  if (typeof scale2 !== 'boolean')
    faults.push({ field: 'scale2', message: `Found ${shown(scale2)}; expected true or false.` });
  if (faults.length > 0) return { ok: false, faults };
  // checkReading has made sure of the type of each value that it let through.
  return { ok: true, score: scoreNews2(values as News2Values, { scale: scale2 === true ? 2 : 1 }) };
}

function parseObject(line: string): Readonly<Record<string, unknown>> | string {
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
    return `Found ${shown(parsed)}; expected a JSON object on one line.`;
  } catch (error) {
    return `Not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function unknownFields(input: Readonly<Record<string, unknown>>): LineFault[] {
  const known: readonly string[] = [...news2Parameters, 'scale2'];
  return Object.keys(input)
    .filter((field) => !known.includes(field))
    .map((field) => ({ field, message: `Not a field of a NEWS2; expected ${known.join(', ')}.` }));
}

function check(parameter: News2Parameter, value: unknown): { readonly value: unknown } | { readonly message: string } {
  if (typeof value !== 'number' && typeof value !== 'string' && typeof value !== 'boolean') {
    return { message: `Found ${shown(value)}; expected a single value.` };
  }
  const unit = typeof value === 'number' ? unitOf[parameter] : undefined;
  const checked = checkReading({ code: observationOfParameter[parameter], value, unit });
  return checked.ok ? { value: checked.value } : { message: checked.message };
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 60);
}
