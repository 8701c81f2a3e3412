import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { z } from 'zod';
import { descriptionKey, type RouteDescription } from './describe.ts';

/** A route as its decorators declare it. */
export interface Route {
  readonly method: string;
  /** As OpenAPI writes it: `/api/v1/wards/{id}`. */
  readonly path: string;
  readonly operationId: string;
  readonly description: RouteDescription;
  readonly body: z.ZodType | undefined;
  readonly query: z.ZodType | undefined;
  /** By the name of the path's part. */
  readonly pathParts: ReadonlyMap<string, z.ZodType>;
}

/** Every described route of the controllers, in the order in which they are written. */
export function routesOf(controllers: readonly Type[]): readonly Route[] {
  return controllers.flatMap((controller) =>
    methodNames(controller).flatMap((name) => routeOf(controller, name) ?? []),
  );
}

function routeOf(controller: Type, name: string): Route | undefined {
  // A class's prototype holds its methods by name.
  const handler = (controller.prototype as Readonly<Record<string, object>>)[name];
  if (handler === undefined) return undefined;
  // Set by @Describe().
  const description = Reflect.getMetadata(descriptionKey, handler) as RouteDescription | undefined;
  // Set by @Get() and its like.
  const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
  if (description === undefined || method === undefined) return undefined;
  // Set by @Controller().
  const prefix = Reflect.getMetadata(PATH_METADATA, controller) as string | undefined;
  // Set by @Get() and its like.
  const suffix = Reflect.getMetadata(PATH_METADATA, handler) as string | undefined;
  return {
    method: RequestMethod[method].toLowerCase(),
    path: joinPath(prefix ?? '', suffix ?? ''),
    operationId: `${controller.name.replace(/Controller$/, '')}.${name}`,
    description,
    ...parametersOf(controller, name),
  };
}

/** The schemas of a route's parameters are those of the pipes that check them. */
function parametersOf(controller: Type, name: string): Pick<Route, 'body' | 'query' | 'pathParts'> {
  // Nest keeps the parameters of a method by `kind:index`.
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Readonly<
    Record<string, { readonly data?: unknown; readonly pipes: readonly unknown[] }>
  >;
  const pathParts = new Map<string, z.ZodType>();
  let body: z.ZodType | undefined;
  let query: z.ZodType | undefined;
  for (const [key, { data, pipes }] of Object.entries(parameters)) {
    const [kind] = key.split(':');
    const schema = pipes.map(schemaOf).find((found) => found !== undefined);
    if (kind === String(RouteParamtypes.BODY)) body = schema;
    if (kind === String(RouteParamtypes.QUERY)) query = schema;
    if (kind === String(RouteParamtypes.PARAM) && typeof data === 'string') pathParts.set(data, schema ?? z.string());
  }
  return { body, query, pathParts };
}

function schemaOf(pipe: unknown): z.ZodType | undefined {
  if (typeof pipe !== 'object' || pipe === null || !('schema' in pipe)) return undefined;
  return pipe.schema instanceof z.ZodType ? pipe.schema : undefined;
}

function methodNames(controller: Type): readonly string[] {
  // The prototype of a class is an object.
  return Object.getOwnPropertyNames(controller.prototype as object).filter((name) => name !== 'constructor');
}

function joinPath(prefix: string, suffix: string): string {
  const parts = `${prefix}/${suffix}`.split('/').filter((part) => part !== '');
  return `/${parts.map((part) => part.replace(/^:(\w+)/, '{$1}')).join('/')}`;
}
