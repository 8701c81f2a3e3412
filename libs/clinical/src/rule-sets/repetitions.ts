import { type FaultInFile, shown } from './schema-faults.ts';

/** The entries of a list that have what an earlier one has in a field of which each should have its own. */
export function repetitions<Field extends string>(
  entries: readonly Readonly<Record<Field, string>>[],
  path: string,
  field: Field,
): readonly FaultInFile[] {
  return entries.flatMap((entry, index) => {
    const first = entries.findIndex((other) => other[field] === entry[field]);
    if (first === index) return [];
    const message = `Found ${shown(entry[field])}, as in ${path}[${first}]; expected each once.`;
    return [{ path: `${path}[${index}].${field}`, message }];
  });
}
