import { z } from 'zod';

/** What is to be known of a member that only the service sets. */
interface ReadOnlyMember {
  /** False for what may be another at every reading, or is compared elsewhere. */
  readonly isCompared: boolean;
}

const readOnlyMembers = z.registry<ReadOnlyMember>();

/** Marks a member that only the service sets: `PUT` takes it as `GET` gave it, and OpenAPI calls it `readOnly`. */
export function readOnly<Schema extends z.ZodType>(
  schema: Schema,
  { isCompared = true, description }: Partial<ReadOnlyMember> & { readonly description?: string } = {},
): Schema {
  const marked = schema.meta({
    ...schema.meta(),
    readOnly: true,
    ...(description === undefined ? {} : { description }),
  });
  readOnlyMembers.add(marked, { isCompared });
  return marked;
}

/** What is known of the member where only the service sets it; undefined where people do. */
export const readOnlyMember = (schema: z.ZodType): ReadOnlyMember | undefined => readOnlyMembers.get(schema);

const revisionWords = 'Without `If-Match`: the revision that this is a change of. With it, the header alone counts.';
const computedWords = 'Worked out whenever it is read: taken as it was, and not compared.';

/**
 * What `PUT` of a resource takes: the change, and whatever else `GET` gives, as it was given. Of a change with a reason, only
 * the reason has to be added to what was read.
 *
 * @param computed members that may be another at the next reading, although no person has changed anything.
 * @param isTyped false where a release has described them as anything: they are only compared then.
 */
export function updateOf({
  resource,
  change,
  computed = [],
  isTyped = true,
}: {
  readonly resource: z.ZodObject;
  readonly change: z.ZodObject;
  readonly computed?: readonly string[];
  readonly isTyped?: boolean;
}): z.ZodObject {
  const given: Readonly<Record<string, z.ZodType>> = membersOf(resource);
  const changed = membersOf(change);
  const added = Object.entries(given).flatMap(([name, member]) => {
    if (name in changed) return [];
    const taken = (isTyped ? member : z.unknown()).optional();
    return [[name, readOnly(taken, comparisonOf(name, computed))] as const];
  });
  const neverGiven = Object.entries(changed).flatMap(([name, member]) =>
    name in given ? [] : [[name, member.meta({ ...member.meta(), writeOnly: true })] as const],
  );
  return change.safeExtend(Object.fromEntries([...added, ...neverGiven]));
}

function comparisonOf(name: string, computed: readonly string[]): Parameters<typeof readOnly>[1] {
  if (name === 'revision') return { isCompared: false, description: revisionWords };
  return computed.includes(name) ? { isCompared: false, description: computedWords } : {};
}

// zod types the members of an object as its core schemas; those made with z are these.
const membersOf = (schema: z.ZodObject) => schema.shape as Readonly<Record<string, z.ZodType>>;
