import { Body, Param, Query, type PipeTransform } from '@nestjs/common';
import { textFaultsOf } from '#libs/contracts';
import type { z } from 'zod';
import { faultsOf, InvalidRequestError } from './invalid-request.ts';
import { strictBody } from './strict-body.ts';

/**
 * Turns a part of a request into what its schema says.
 *
 * @param part what the person reading the fault would call it: `body`, `query`, `path`.
 * @throws InvalidRequestError with each field at fault; also where a text, needed or not, cannot be carried to the end.
 */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, value: unknown, part: string): z.infer<Schema> {
  const textFaults = textFaultsOf(value);
  if (textFaults.length > 0) throw new InvalidRequestError(part, textFaults);
  // No body at all is undefined to the schema, so that one with a default can do without.
  const parsed = schema.safeParse(value ?? undefined);
  if (parsed.success) return parsed.data;
  if (part === 'body' && (value === undefined || value === null)) {
    throw new InvalidRequestError(part, [{ path: '', message: 'expected a JSON body, found none' }]);
  }
  throw new InvalidRequestError(part, faultsOf(parsed.error), { cause: parsed.error });
}

class ZodPipe implements PipeTransform {
  /**
   * @param schema what the API's description says of it.
   * @param read what it is read by, where that is not the same.
   */
  constructor(
    readonly schema: z.ZodType,
    private readonly part: string,
    private readonly read = schema,
  ) {}

  transform(value: unknown): unknown {
    return parseRequest(this.read, value, this.part);
  }
}

/**
 * A parameter that is the request's JSON body, as the schema says; a body that is not is answered with 400, and so is one with a
 * member that there is not, at any depth: what was misspelt would be left out, and answered as if it were done.
 */
export const ZodBody = (schema: z.ZodType): ParameterDecorator => Body(new ZodPipe(schema, 'body', strictBody(schema)));

/** The same for senders that follow a contract of their own, and may send more than is read here: it is left out. */
export const ForeignZodBody = (schema: z.ZodType): ParameterDecorator => Body(new ZodPipe(schema, 'body'));

/** A parameter that is the query string, as the schema says. Everything in it starts as text: use `z.coerce`. */
export const ZodQuery = (schema: z.ZodType): ParameterDecorator => Query(new ZodPipe(schema, 'query'));

class ZodParamPipe implements PipeTransform {
  constructor(
    private readonly name: string,
    readonly schema: z.ZodType,
  ) {}

  transform(value: unknown): unknown {
    const [textFault] = textFaultsOf(value, this.name);
    if (textFault !== undefined) throw new InvalidRequestError('path', [textFault]);
    const parsed = this.schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const faults = faultsOf(parsed.error).map(({ message }) => ({ path: this.name, message }));
    throw new InvalidRequestError('path', faults, { cause: parsed.error });
  }
}

/** A parameter that is the named part of the path, as the schema says. */
export const ZodParam = (name: string, schema: z.ZodType): ParameterDecorator =>
  Param(name, new ZodParamPipe(name, schema));
