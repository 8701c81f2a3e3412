import { type FaultInFile, pathInWords } from './schema-faults.ts';

/** What stands in a template for a value that is to be copied from the published chart, and never guessed. */
const blank = 'fill in';

/** Every cell of a file, made from a template, that has not been filled in. */
export function blankCells(json: unknown, path: readonly PropertyKey[] = []): readonly FaultInFile[] {
  if (json === blank) {
    const message = 'Found a cell that is not filled in; expected what the published chart has there.';
    return [{ path: pathInWords(path), message }];
  }
  if (typeof json !== 'object' || json === null) return [];
  const steps = Array.isArray(json) ? [...json.entries()] : Object.entries(json);
  return steps.flatMap(([step, value]) => blankCells(value, [...path, step]));
}
