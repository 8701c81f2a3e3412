import { readOnly, updateOf } from '#libs/contracts';
import { z } from 'zod';
import { readOnlyFaults } from './read-only-members.ts';
import { Update } from './update.ts';

const by = readOnly(z.unknown().optional());
const Change = z
  .object({
    from: z.number().optional(),
    to: z.number().optional(),
    limits: z.array(z.object({ limit: z.number(), by })).default([]),
    ceiling: z.object({ most: z.number(), by }).nullable().optional(),
    reason: z.string(),
  })
  .refine(({ from = 0, to = from }) => from <= to, 'expected an end after the beginning');
const Resource = z.object({
  id: z.string(),
  from: z.number(),
  to: z.number(),
  limits: z.array(z.object({ limit: z.number(), by: z.string() })),
  ceiling: z.object({ most: z.number(), by: z.string() }).nullable(),
  due: z.object({ at: z.string() }).nullable(),
  waiting: z.number(),
  revision: z.number(),
});
const schema = updateOf({ resource: Resource, change: Change, computed: ['waiting'] });
const resource = {
  id: 'a',
  from: 1,
  to: 2,
  limits: [
    { limit: 1, by: 'ann' },
    { limit: 2, by: 'ben' },
  ],
  ceiling: { most: 3, by: 'ann' },
  due: { at: '08:00' },
  waiting: 4,
  revision: 5,
};

describe('A change that comes with what was read', () => {
  it.each<[claim: string, sent: object, paths: readonly string[]]>([
    ['all as it was read', {}, []],
    ['another id', { id: 'b' }, ['id']],
    ['none in the place of what is there', { due: null }, ['due']],
    ['a part of one', { due: { at: '09:00' } }, ['due']],
    ['another figure of the time of reading', { waiting: 9 }, []],
    ['another revision, which is compared as If-Match is', { revision: 1 }, []],
    ['elements in another order', { limits: resource.limits.toReversed() }, []],
    ['an element less, and a new one', { limits: [resource.limits[1], { limit: 7 }] }, []],
    ['an element that changes, as read beside', { limits: [{ limit: 9, by: 'ben' }] }, []],
    ['an element by another', { limits: [resource.limits[0], { limit: 2, by: 'cas' }] }, ['limits.1.by']],
    ['more elements than there are', { limits: [{}, {}, { limit: 2, by: 'cas' }] }, ['limits.2.by']],
    ['another author within', { ceiling: { most: 2, by: 'ben' } }, ['ceiling.by']],
    ['none of what may be none', { ceiling: null }, []],
  ])('is at fault where only the service sets what differs: %s', (_claim, sent, paths) => {
    const faults = readOnlyFaults(schema, { sent: { ...resource, ...sent }, current: resource, path: [] });
    expect(faults.map(({ path }) => path)).toEqual(paths);
  });

  it('says of each fault what was found and what was expected, and cuts short what is long', () => {
    const faultOf = (sent: object, current: object) => readOnlyFaults(schema, { sent, current, path: [] })[0]?.message;
    expect(faultOf({ id: 'b' }, resource)).toBe('found "b", expected "a" or none');
    expect(faultOf({ id: 'b' }, {})).toBe('found "b", expected none');
    expect(faultOf({ id: 'b'.repeat(500) }, resource)?.length).toBeLessThan(200);
  });

  it('keeps the rules of the change, and is described with what may only be read or only be written', () => {
    expect(schema.safeParse({ ...resource, from: 3, reason: 'Because' }).success).toBe(false);
    expect(schema.safeParse({ reason: 'Because' }).success).toBe(true);
    const { properties = {}, required } = z.toJSONSchema(schema, { io: 'input' });
    const marked = (mark: string): readonly string[] =>
      Object.entries(properties).flatMap(([name, member]) =>
        typeof member === 'object' && mark in member ? [name] : [],
      );
    expect(marked('readOnly').toSorted()).toEqual(['due', 'id', 'revision', 'waiting']);
    expect(marked('writeOnly')).toEqual(['reason']);
    expect(required).toEqual(['reason']);
  });

  const change = { from: 1, to: 9 };
  const updateWith = (sent: object): Update<typeof change> => new Update(schema, { ...sent }, change);

  it('does not ask for the resource where there is nothing to compare', async () => {
    const never = (): never => {
      throw new Error('There was nothing to compare.');
    };
    expect(await updateWith({ ...change, revision: 1 }).of(never, {})).toBe(change);
  });

  it('is not compared with a resource that has another revision: the command says what has changed', async () => {
    const sent = { ...change, id: 'b', revision: 4 };
    expect(await updateWith(sent).of(() => resource, { expectedRevision: 4 })).toBe(change);
    await expect(updateWith(sent).of(() => resource, { expectedRevision: 5 })).rejects.toThrow('id: found "b"');
  });

  it('leaves out a part that came back as it was read, where it came with a revision', async () => {
    const read = () => resource;
    expect(await updateWith({ ...change, revision: 5 }).changedPartsOf(read, {})).toEqual({ to: 9 });
    expect(await updateWith(change).changedPartsOf(read, {})).toEqual(change);
  });
});
