import {
  type Chart,
  type ChartScore,
  type ChartValue,
  checkReading,
  type ObservationCode,
  observationKinds,
} from '#libs/clinical';

/** What is wrong with one line, and in which field. */
export interface LineFault {
  /** Null when the fault is the line's own. */
  readonly field: string | null;
  readonly message: string;
}

export type LineResult =
  { readonly ok: true; readonly score: ChartScore } | { readonly ok: false; readonly faults: readonly LineFault[] };

/**
 * Scores one line of JSON on a chart: its parameters by name, of which any may be missing or null, numbers in the unit of the
 * chart, and `scale2` where the chart has one.
 *
 * @returns the score, or every fault of the line. A field that is not known is a fault: a parameter that is misspelt
 * would otherwise pass for one that is missing.
 */
export function scoreLine(line: string, chart: Chart): LineResult {
  const input = parseObject(line);
  if (typeof input === 'string') return { ok: false, faults: [{ field: null, message: input }] };
  const faults: LineFault[] = unknownFields(input, chart);
  const values = chart.names.map((name, index): ChartValue | undefined => {
    const [value, code] = [input[name], chart.codes[index]];
    if (value === undefined || value === null || code === undefined) return undefined;
    const checked = check(code, value);
    if (typeof checked !== 'object') return checked;
    faults.push({ field: name, message: checked.message });
    return undefined;
  });
  const { scale2 = false } = input;
  if (typeof scale2 !== 'boolean')
    faults.push({ field: 'scale2', message: `Found ${shown(scale2)}; expected true or false.` });
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, score: chart.score(values, { scale: scale2 === true ? 2 : 1 }) };
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

function unknownFields(input: Readonly<Record<string, unknown>>, { names, title, file }: Chart): LineFault[] {
  const hasScale2 = file.parameters.some((parameter) => parameter.form === 'bands' && parameter.scale2 !== undefined);
  const known: readonly string[] = [...names, ...(hasScale2 ? ['scale2'] : [])];
  return Object.keys(input)
    .filter((field) => !known.includes(field))
    .map((field) => ({ field, message: `Not a field of a ${title}; expected ${known.join(', ')}.` }));
}

function check(code: ObservationCode, value: unknown): ChartValue | { readonly message: string } {
  if (typeof value !== 'number' && typeof value !== 'string' && typeof value !== 'boolean') {
    return { message: `Found ${shown(value)}; expected a single value.` };
  }
  const kind = observationKinds[code];
  const unit = typeof value === 'number' && 'unit' in kind ? kind.unit : undefined;
  const checked = checkReading({ code, value, unit });
  return checked.ok ? checked.value : { message: checked.message };
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 60);
}
