import { z } from 'zod';

/**
 * The same schema with every object in it strict, however deep: a member that there is not is refused, and not left out as if
 * it had been done. Objects that say what else they take (`z.looseObject`, `catchall`) stay as they are.
 */
export function strictBody(schema: z.ZodType): z.ZodType {
  const { def } = schema;
  // Each kind of schema keeps its parts under names of its own; zod has no type that says so of all of them.
  const parts = def as unknown as Readonly<Record<string, unknown>>;
  const changed = Object.fromEntries(
    Object.entries(parts).flatMap(([name, part]) => {
      const strict = strictPart(name, part);
      return strict === part ? [] : [[name, strict]];
    }),
  );
  const isOpenObject = schema instanceof z.ZodObject && parts['catchall'] === undefined;
  if (Object.keys(changed).length === 0 && !isOpenObject) return schema;
  const strict = { ...changed, ...(isOpenObject && { catchall: z.never() }) };
  // By descriptors: a default may be made anew each time it is read.
  const copy = Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(def), ...descriptorsOf(strict) });
  // `clone` wants the definition of its own kind, which this is but for parts of the same kinds.
  return schema.clone(copy as typeof def);
}

/** As zod wants them: it puts what it has computed in the place of some. */
const descriptorsOf = (members: Readonly<Record<string, unknown>>): PropertyDescriptorMap =>
  Object.fromEntries(
    Object.entries(members).map(([name, value]) => [
      name,
      { value, enumerable: true, configurable: true, writable: true },
    ]),
  );

/** What of a definition holds other schemas: of a union its options, of an array its element, of a default what it stands for. */
function strictPart(name: string, part: unknown): unknown {
  if (name === 'shape') return strictShape(part);
  // Never of a check or a transform, which see what has been read already.
  if (part instanceof z.ZodType && name !== 'catchall') return strictBody(part);
  if (!Array.isArray(part) || !part.every((one) => one instanceof z.ZodType)) return part;
  const strict = part.map(strictBody);
  return strict.every((one, index) => one === part[index]) ? part : strict;
}

function strictShape(shape: unknown): unknown {
  if (typeof shape !== 'object' || shape === null) return shape;
  const members: (readonly [string, unknown, unknown])[] = Object.entries(shape).map(
    ([name, member]: [string, unknown]) => [name, member, member instanceof z.ZodType ? strictBody(member) : member],
  );
  if (members.every(([, member, strict]) => member === strict)) return shape;
  return Object.fromEntries(members.map(([name, , strict]) => [name, strict]));
}
