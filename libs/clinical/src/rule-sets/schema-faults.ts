import { type z } from 'zod';

/** A fault in a file whose name is known already. */
export interface FaultInFile {
  readonly path: string;
  readonly message: string;
}

/** What a schema finds wrong, each with what was found there. */
export function schemaFaults(json: unknown, error: z.ZodError): readonly FaultInFile[] {
  return error.issues.map((issue) => ({
    path: pathInWords(issue.path),
    message: `Found ${shown(valueAt(json, issue.path))}; ${expectationOf(issue)}.`,
  }));
}

/** `['parameters', 2, 'name']` as `parameters[2].name`. */
export function pathInWords(path: readonly PropertyKey[]): string {
  return path.reduce<string>((words, step) => {
    if (typeof step === 'number') return `${words}[${step}]`;
    return words === '' ? String(step) : `${words}.${String(step)}`;
  }, '');
}

/** A value as JSON, cut short: a message is for reading. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    // Indexing whatever JSON holds: an object or an array by its own key, and nothing by any.
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[step] : undefined,
    json,
  );
}

function expectationOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `expected no field named ${issue.keys.map(shown).join(' or ')}`;
  const [, expected] = /expected (.+?)(?:, received .+)?$/.exec(issue.message) ?? [];
  return expected === undefined ? `expected otherwise: ${issue.message}` : `expected ${expected}`;
}
