import type { ApiContract, Operation, Parameter } from './api-contract.ts';
import { refusals, removals, type Schema } from './schema-changes.ts';

/**
 * What callers of the released API would find broken in the present one, each with method, path and what changed; empty if
 * they can go on as they are. They leave out answered members that they do not know, so one more is no fault.
 */
export function apiBreaks(released: ApiContract, present: ApiContract): readonly string[] {
  const [before, now] = [withoutReferences(released), withoutReferences(present)];
  return Object.entries(before).flatMap(([name, operation]) => {
    const still = now[name];
    const faults = still === undefined ? [': is no more'] : operationBreaks(operation, still);
    return faults.map((fault) => `http/${name}${fault}`);
  });
}

function operationBreaks(released: Operation, present: Operation): readonly string[] {
  return [...parameterBreaks(released, present), ...bodyBreaks(released, present), ...answerBreaks(released, present)];
}

function parameterBreaks(released: Operation, present: Operation): readonly string[] {
  const [before, now] = [byName(released), byName(present)];
  const taken = [...before].flatMap(([name, { required, schema }]) => {
    const still = now.get(name);
    if (still === undefined) return [` ${name}: is no more`];
    const faults = [...refusals(schema, still.schema), ...removals(schema, still.schema)];
    const isAskedNow = still.required && !required;
    return [...(isAskedNow ? [': is required by now'] : []), ...faults].map((fault) => ` ${name}${fault}`);
  });
  const asked = [...now].filter(([name, { required }]) => required && !before.has(name));
  return [...taken, ...asked.map(([name]) => ` ${name}: is required by now`)];
}

const byName = ({ parameters = [] }: Operation): ReadonlyMap<string, Parameter> =>
  new Map(parameters.map((one) => [`${one.in} ${one.name}`, one]));

function bodyBreaks({ body: sent }: Operation, { body: read }: Operation): readonly string[] {
  if (sent === undefined) return read === undefined ? [] : [' body: is required by now'];
  if (read === undefined) return [' body: is no more'];
  // A member that is not described is refused, so one that is gone is, too.
  return [...refusals(sent, read), ...removals(sent, read)].map((fault) => ` body${fault}`);
}

function answerBreaks(released: Operation, present: Operation): readonly string[] {
  const known = Object.entries(released.answers).flatMap(([status, answer]) => {
    const still = present.answers[status];
    const faults = still === undefined ? [': is no more'] : bothKinds(answer, still);
    return faults.map((fault) => ` answer ${status}${fault}`);
  });
  const more = Object.keys(present.answers).filter((status) => released.answers[status] === undefined);
  return [...known, ...more.map((status) => ` answer ${status}: is not foreseen`)];
}

function bothKinds(released: Schema | string, present: Schema | string): readonly string[] {
  if (typeof released === 'object' && typeof present === 'object')
    return [...removals(released, present), ...refusals(present, released)];
  return released === present ? [] : [`: ${mediaType(present)} is written, ${mediaType(released)} is read`];
}

const mediaType = (answer: Schema | string): string => (typeof answer === 'string' ? answer : 'application/json');

/** The operations with each `$ref` as the schema that it names. */
function withoutReferences({ operations, schemas }: ApiContract): Readonly<Record<string, Operation>> {
  const named = new Map<string, Schema>();
  const within = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(within);
    if (typeof value !== 'object' || value === null) return value;
    if (!('$ref' in value) || typeof value.$ref !== 'string')
      return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, within(part)]));
    const name = value.$ref.slice(prefix.length);
    const known = named.get(name) ?? within(schemas[name] ?? missing(name));
    // A schema stays one where references within it are replaced.
    named.set(name, known as Schema);
    return known;
  };
  // So do operations.
  return within(operations) as Readonly<Record<string, Operation>>;
}

const prefix = '#/components/schemas/';

function missing(name: string): never {
  throw new Error(`The API's document names the schema ${name} and does not have it.`);
}
