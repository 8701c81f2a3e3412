/** As much of JSON Schema as the schemas of Homeward use; the rest refuses nothing. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  /** What stands at each position of a tuple. */
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly pattern?: string;
  readonly [keyword: string]: unknown;
}

/** Bounds, each with whether more of it refuses more. */
const bounds: Readonly<Record<string, 'lower' | 'upper'>> = {
  minimum: 'lower',
  exclusiveMinimum: 'lower',
  minLength: 'lower',
  minItems: 'lower',
  maximum: 'upper',
  exclusiveMaximum: 'upper',
  maxLength: 'upper',
  maxItems: 'upper',
};

/** What is compared as text: another is taken for a narrower one. */
const asText = ['pattern', 'format', 'multipleOf'] as const;

/**
 * Why a reader might refuse what a writer may write, each with the path of the field; empty if it takes everything. A reader
 * leaves out fields that it does not know, so one more is no fault, and one less only where the reader requires it.
 */
export function refusals(written: Schema, read: Schema, path = ''): readonly string[] {
  const writtenOf = alternatives(written);
  const readOf = alternatives(read);
  if (writtenOf.length > 1 || readOf.length > 1) {
    return writtenOf.flatMap((one) => {
      const faults = readOf.map((other) => refusals(one, other, path));
      const fewest = faults.toSorted((a, b) => a.length - b.length)[0] ?? [`${path}: nothing is read`];
      return fewest;
    });
  }
  const [one = written, other = read] = [writtenOf[0], readOf[0]];
  return [...valueRefusals(one, other, path), ...boundRefusals(one, other, path), ...partRefusals(one, other, path)];
}

function alternatives(schema: Schema): readonly Schema[] {
  const { type } = schema;
  if (typeof type === 'object') return type.map((one) => ({ ...schema, type: one }));
  return (schema.anyOf ?? schema.oneOf)?.flatMap((one) => alternatives(one)) ?? [schema];
}

const nameOf = ({ type }: Schema): string => String(type ?? 'anything');

const valuesOf = ({ enum: values, const: value }: Schema): readonly unknown[] | undefined =>
  values ?? (value === undefined ? undefined : [value]);

function valueRefusals(written: Schema, read: Schema, path: string): readonly string[] {
  const readable = valuesOf(read);
  const writable = valuesOf(written);
  if (readable !== undefined) {
    if (writable === undefined) return [`${path}: any ${nameOf(written)} is written, only some values are read`];
    return writable
      .filter((value) => !readable.includes(value))
      .map((value) => `${path}: ${JSON.stringify(value)} is written and not read`);
  }
  const isPart = written.type === read.type || (written.type === 'integer' && read.type === 'number');
  if (read.type === undefined || isPart) return [];
  return [`${path}: ${nameOf(written)} is written, ${nameOf(read)} is read`];
}

function boundRefusals(written: Schema, read: Schema, path: string): readonly string[] {
  // Listed values were compared with what is read one by one.
  if (valuesOf(written) !== undefined) return [];
  const faults = Object.entries(bounds).flatMap(([keyword, end]) => {
    const [from, to] = [written[keyword], read[keyword]];
    if (typeof to !== 'number') return [];
    const within = typeof from === 'number' && (end === 'lower' ? from >= to : from <= to);
    return within
      ? []
      : [`${path}: ${keyword} ${typeof from === 'number' ? String(from) : 'none'} is written, ${String(to)} is read`];
  });
  const others = asText.filter((keyword) => {
    const [from, to] = [written[keyword], read[keyword]];
    return to !== undefined && JSON.stringify(from) !== JSON.stringify(to);
  });
  return [...faults, ...others.map((keyword) => `${path}: another ${keyword} is read`)];
}

function partRefusals(written: Schema, read: Schema, path: string): readonly string[] {
  const missing = (read.required ?? [])
    .filter((name) => written.required?.includes(name) !== true)
    .map((name) => `${path}/${name}: is required and not always written`);
  const ofFields = Object.entries(read.properties ?? {}).flatMap(([name, schema]) => {
    const own = written.properties?.[name];
    return own === undefined ? [] : refusals(own, schema, `${path}/${name}`);
  });
  const ofItems =
    written.items === undefined || read.items === undefined ? [] : refusals(written.items, read.items, `${path}/[]`);
  const [values, valuesRead] = [written.additionalProperties, read.additionalProperties];
  const ofValues =
    typeof values === 'object' && typeof valuesRead === 'object' ? refusals(values, valuesRead, `${path}/{}`) : [];
  const [names, namesRead] = [written.propertyNames, read.propertyNames];
  const ofNames = names === undefined || namesRead === undefined ? [] : refusals(names, namesRead, `${path}/{name}`);
  return [...missing, ...ofFields, ...ofItems, ...tupleRefusals(written, read, path), ...ofValues, ...ofNames];
}

/** Why a reader might refuse what stands at the positions of a tuple: more or fewer of them are another tuple. */
function tupleRefusals(written: Schema, read: Schema, path: string): readonly string[] {
  const positions = read.prefixItems;
  if (positions === undefined) return [];
  const own = written.prefixItems ?? [];
  if (own.length !== positions.length)
    return [`${path}: ${String(own.length)} positions are written, ${String(positions.length)} are read`];
  return own.flatMap((schema, at) => refusals(schema, positions[at] ?? {}, `${path}/[${String(at)}]`));
}

/** Fields that one schema has and another has no more, by their paths. */
export function removals(before: Schema, after: Schema, path = ''): readonly string[] {
  const now = alternatives(after);
  return alternatives(before).flatMap((one) => {
    const ofFields = Object.entries(one.properties ?? {}).flatMap(([name, schema]) => {
      const still = now.map(({ properties }) => properties?.[name]).filter((own) => own !== undefined);
      if (still.length === 0) return [`${path}/${name}: is no more`];
      return removals(schema, { anyOf: still }, `${path}/${name}`);
    });
    const items = now.map((other) => other.items).filter((own) => own !== undefined);
    const ofItems = one.items === undefined ? [] : removals(one.items, { anyOf: items }, `${path}/[]`);
    return [...ofFields, ...ofItems];
  });
}
