import type { z } from 'zod';
import type { FormFault } from './faults.ts';

/**
 * What the service would refuse, by the schema that it reads by: each fault at the field that it is about, or at the
 * nearest one around it.
 */
export function schemaFaults(schema: z.ZodType, body: unknown, fields: readonly string[]): readonly FormFault[] {
  const read = schema.safeParse(body);
  if (read.success) return [];
  const faults = read.error.issues.map(({ path, message }) => ({
    path: fieldOf(path.map(String), fields),
    message: message.charAt(0).toLocaleUpperCase('en-GB') + message.slice(1),
  }));
  return onePerField(faults);
}

function fieldOf(path: readonly string[], fields: readonly string[]): string {
  for (let length = path.length; length > 0; length -= 1) {
    const field = path.slice(0, length).join('.');
    if (fields.includes(field)) return field;
  }
  const start = path.join('.');
  return fields.find((field) => field.startsWith(`${start}.`)) ?? start;
}

/** Of several faults at one field the first is said. */
export const onePerField = (faults: readonly FormFault[]): readonly FormFault[] =>
  faults.filter(({ path }, index) => faults.findIndex((other) => other.path === path) === index);
