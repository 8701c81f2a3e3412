import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Schema } from './schema-changes.ts';

/** One method of one path, as much as its callers rely on. */
export interface Operation {
  readonly parameters?: readonly Parameter[] | undefined;
  /** Left out where none is taken. */
  readonly body?: Schema | undefined;
  /** What success is answered with, by status; where that is no JSON, its media type. */
  readonly answers: Readonly<Record<string, Schema | string>>;
}
export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Schema;
}

/** The HTTP API, by `get /api/v1/wards`. */
export interface ApiContract {
  readonly operations: Readonly<Record<string, Operation>>;
  /** What `$ref` names. */
  readonly schemas: Readonly<Record<string, Schema>>;
}

const AnySchema = z.custom<Schema>((value) => typeof value === 'object' && value !== null);
const Content = z.record(z.string(), z.object({ schema: AnySchema }));
const OpenApiDocument = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        parameters: z
          .array(z.object({ name: z.string(), in: z.string(), required: z.boolean(), schema: AnySchema }))
          .optional(),
        requestBody: z.object({ content: Content }).optional(),
        responses: z.record(z.string(), z.object({ content: Content })),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), AnySchema) }),
});
type DescribedOperation = z.infer<typeof OpenApiDocument>['paths'][string][string];

/** What callers rely on of an OpenAPI document: no words, no problems, and long patterns as their digests. */
export function apiContractOf(document: unknown): ApiContract {
  const { paths, components } = OpenApiDocument.parse(document);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, described]): readonly [string, Operation] => [`${method} ${path}`, operationOf(described)] as const,
    ),
  );
  return { operations: Object.fromEntries(operations), schemas: mapped(components.schemas, withoutWords) };
}

const json = 'application/json';

function operationOf({ parameters, requestBody, responses }: DescribedOperation): Operation {
  const body = requestBody?.content[json]?.schema;
  const succeeded = Object.entries(responses).filter(([status]) => status < '400');
  return {
    ...(parameters !== undefined && {
      parameters: parameters.map((one) => ({ ...one, schema: withoutWords(one.schema) })),
    }),
    ...(body !== undefined && { body: withoutWords(body) }),
    answers: Object.fromEntries(
      succeeded.map(([status, { content }]) => {
        const described = content[json]?.schema;
        return [status, described === undefined ? Object.keys(content).join(', ') : withoutWords(described)];
      }),
    ),
  };
}

const words: ReadonlySet<string> = new Set(['description', 'title', 'examples', 'default', '$schema']);
const longestPattern = 40;

/** The same schema without what refuses nothing. */
function withoutWords(schema: Schema): Schema {
  const kept = Object.entries(schema).filter(([keyword, value]) => !words.has(keyword) && !isNoLimit(keyword, value));
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, shortened(keyword, value)]));
}

/** A whole number has the bounds of JavaScript's; a member more is refused in bodies wherever it is, and nowhere else. */
const isNoLimit = (keyword: string, value: unknown): boolean =>
  (keyword === 'additionalProperties' && value === false) ||
  (typeof value === 'number' && Math.abs(value) === Number.MAX_SAFE_INTEGER);

function shortened(keyword: string, value: unknown): unknown {
  if (keyword === 'pattern' && typeof value === 'string' && value.length > longestPattern)
    return `sha256 ${createHash('sha256').update(value).digest('hex').slice(0, 12)}`;
  if (typeof value !== 'object' || value === null || valueKeywords.has(keyword)) return value;
  // Every other keyword of JSON Schema that is no plain value holds schemas: a list of them, some by name, or one.
  if (Array.isArray(value)) return (value as readonly Schema[]).map(withoutWords);
  return keyword === 'properties'
    ? mapped(value as Readonly<Record<string, Schema>>, withoutWords)
    : withoutWords(value as Schema);
}

const valueKeywords: ReadonlySet<string> = new Set(['enum', 'const', 'required', 'type']);

const mapped = <From, To>(values: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
