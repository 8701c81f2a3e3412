import { HomewardError, readOnlyMember } from '#libs/contracts';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { FieldFault } from './invalid-request.ts';

/** What only the service sets was sent, and differs from what is there: nothing was changed. */
export class ReadOnlyMemberError extends HomewardError {
  readonly code = 'read-only-member';
  readonly transient = false;

  constructor(readonly faults: readonly FieldFault[]) {
    const listed = faults.map(({ path, message }) => `${path}: ${message}`).join('; ');
    super(`Only the service sets what differs from the resource: ${listed}.`, {
      paths: faults.map(({ path }) => path),
    });
  }
}

/** What was sent, and what is there, both as JSON; undefined for what is not. */
interface Compared {
  readonly sent: unknown;
  readonly current: unknown;
  readonly path: readonly string[];
}

/** Each member of what was sent that only the service sets, and that is not as it is there. Pure. */
export function readOnlyFaults(schema: z.ZodType, { sent, current, path }: Compared): readonly FieldFault[] {
  if (sent === undefined) return [];
  const member = readOnlyMember(schema);
  if (member !== undefined) return member.isCompared ? faultOf({ sent, current, path }) : [];
  const kind = withoutWrappers(schema);
  if (kind instanceof z.ZodObject && isObject(sent)) {
    const members: Readonly<Record<string, z.ZodType>> = kind.shape;
    return Object.entries(members).flatMap(([name, part]) =>
      readOnlyFaults(part, {
        sent: sent[name],
        current: isObject(current) ? current[name] : undefined,
        path: [...path, name],
      }),
    );
  }
  if (kind instanceof z.ZodArray && Array.isArray(sent)) {
    // zod types an element as its core schema; those made with z are these.
    const element = kind.element as z.ZodType;
    return sent.flatMap((one, index) => elementFaults(element, { sent: one, current, path: [...path, String(index)] }));
  }
  return [];
}

/** People add, remove and sort the elements of a list, so one is as it was if any that is there is like it. */
function elementFaults(element: z.ZodType, { sent, current, path }: Compared): readonly FieldFault[] {
  const there: readonly unknown[] = Array.isArray(current) ? current : [];
  const faults = there.map((one) => readOnlyFaults(element, { sent, current: one, path }));
  if (faults.some((found) => found.length === 0)) return [];
  return faults[Number(path.at(-1))] ?? readOnlyFaults(element, { sent, current: undefined, path });
}

const faultOf = ({ sent, current, path }: Compared): readonly FieldFault[] =>
  isDeepStrictEqual(sent, current)
    ? []
    : [
        {
          path: path.join('.'),
          message: `found ${shown(sent)}, expected ${current === undefined ? '' : `${shown(current)} or `}none`,
        },
      ];

function withoutWrappers(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    // As above: what is wrapped was made with z.
    return withoutWrappers(schema.def.innerType as z.ZodType);
  }
  return schema;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const longestShown = 120;

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
