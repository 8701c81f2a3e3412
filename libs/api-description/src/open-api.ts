import type { Type } from '@nestjs/common';
import { Problem, readOnlyMember } from '#libs/contracts';
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { AnswerDescription } from './describe.ts';
import { type Route, routesOf } from './routes.ts';

type Json = Readonly<Record<string, unknown>>;

export interface OpenApiOptions {
  readonly title: string;
  readonly version: string;
  readonly about: string;
  readonly controllers: readonly Type[];
  /** The ways of signing in, any of which will do, as OpenAPI describes them. */
  readonly signIn: Readonly<Record<string, Json>>;
  /** Schemas to be shown by name, once, wherever they are used. */
  readonly named: Readonly<Record<string, z.ZodType>>;
  /** Which status each problem's code is answered with. */
  readonly statusOfCode: Readonly<Record<string, number>>;
}

/** The OpenAPI 3.1 document of the controllers, from what their decorators and zod schemas say. */
export function openApiOf(options: OpenApiOptions): Json {
  const { schemas, reference } = namedSchemas({ ...options.named, Problem });
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routesOf(options.controllers)) {
    const operations = (paths[route.path] ??= {});
    operations[route.method] = operationOf(route, reference, options.statusOfCode);
  }
  return {
    openapi: '3.1.0',
    info: { title: options.title, version: options.version, description: options.about },
    security: Object.keys(options.signIn).map((name) => ({ [name]: [] })),
    paths,
    components: { schemas, securitySchemes: options.signIn },
  };
}

type Reference = (schema: z.ZodType, io: 'input' | 'output') => Json;

function operationOf(route: Route, reference: Reference, statusOfCode: OpenApiOptions['statusOfCode']): Json {
  const { description, body } = route;
  const parameters = [...pathParameters(route), ...queryParameters(route)];
  return {
    operationId: route.operationId,
    summary: description.summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: reference(body, 'input') } } } }),
    responses: { ...answersOf(description.answers, reference), ...problemsOf(route, reference, statusOfCode) },
  };
}

function pathParameters({ pathParts }: Route): readonly Json[] {
  return [...pathParts].map(([name, schema]) => ({
    name,
    in: 'path',
    required: true,
    schema: inline(schema, 'input'),
  }));
}

function queryParameters({ query }: Route): readonly Json[] {
  if (query === undefined) return [];
  // What zod makes of an object schema, which every query is.
  const { properties, required } = inline(query, 'input') as {
    readonly properties?: Readonly<Record<string, Json>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required?.includes(name) ?? false,
    schema,
  }));
}

function answersOf(answers: Readonly<Record<number, AnswerDescription>>, reference: Reference): Json {
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]): [string, Json] => {
      const described = STATUS_CODES[status] ?? status;
      if (answer instanceof z.ZodType) {
        return [
          status,
          { description: described, content: { 'application/json': { schema: reference(answer, 'output') } } },
        ];
      }
      return [status, { description: answer.about, content: { [answer.mediaType]: { schema: { type: 'string' } } } }];
    }),
  );
}

/** What any route may answer: the request is not as described, its sender is not signed in, or may not do it. */
const everywhere = ['invalid-request', 'not-signed-in', 'not-permitted'] as const;

/** Whether a body may have what only the service sets. */
function mayDiffer({ body }: Route): boolean {
  if (!(body instanceof z.ZodObject)) return false;
  const members: Readonly<Record<string, z.ZodType>> = body.shape;
  return Object.values(members).some((member) => readOnlyMember(member)?.isCompared === true);
}

function problemsOf(route: Route, reference: Reference, statusOfCode: OpenApiOptions['statusOfCode']): Json {
  const byStatus = new Map<number, string[]>();
  const codes = [
    ...everywhere,
    ...(mayDiffer(route) ? ['read-only-member'] : []),
    ...(route.description.problems ?? []),
  ];
  for (const code of codes) {
    const status = statusOfCode[code] ?? 422;
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `\`${code}\``).join(', '),
        content: { 'application/problem+json': { schema: reference(Problem, 'output') } },
      },
    ]),
  );
}

/** The named schemas as components, and a way to refer to a schema: by its name where it has one. */
function namedSchemas(named: Readonly<Record<string, z.ZodType>>): { schemas: Json; reference: Reference } {
  const names = new Map(Object.entries(named).map(([name, schema]) => [schema, name]));
  const schemas = Object.fromEntries(
    Object.entries(named).map(([name, schema]) => [
      name,
      inline(schema, /^New|Update$/u.test(name) ? 'input' : 'output'),
    ]),
  );
  const reference: Reference = (schema, io) => {
    const name = names.get(schema);
    if (name !== undefined) return { $ref: `#/components/schemas/${name}` };
    const page = schema instanceof z.ZodObject ? pageItem(schema) : undefined;
    if (page === undefined) return inline(schema, io);
    return {
      type: 'object',
      required: ['items', 'nextCursor'],
      properties: {
        items: { type: 'array', items: reference(page, io) },
        nextCursor: { type: ['string', 'null'] },
      },
    };
  };
  return { schemas, reference };
}

/** What a list is a list of, so that it too is referred to by name; undefined for what is no list. */
function pageItem(schema: z.ZodObject): z.ZodType | undefined {
  // The shape of an object schema holds schemas by name.
  const { items, nextCursor } = schema.shape as Readonly<Record<string, z.ZodType | undefined>>;
  // zod types an element as its core schema; those made with z are these.
  return nextCursor !== undefined && items instanceof z.ZodArray ? (items.element as z.ZodType) : undefined;
}

function inline(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
