import { z } from 'zod';
import { faultsOf } from './invalid-request.ts';
import { strictBody } from './strict-body.ts';

const Part = z.object({ value: z.number() });

const pathsRefused = (schema: z.ZodType, body: unknown): readonly string[] => {
  const parsed = strictBody(schema).safeParse(body);
  const issues = parsed.success ? [] : parsed.error.issues;
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key].join('.')) : [issue.code],
  );
};

describe('A body that is read strictly', () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ['itself', Part, { value: 1, valeu: 2 }, 'valeu'],
    ['a member', z.object({ part: Part }), { part: { value: 1, x: 1 } }, 'part.x'],
    ['one that may be left out or null', z.object({ p: Part.nullable().optional() }), { p: { value: 1, x: 1 } }, 'p.x'],
    ['one with a default', z.object({ p: Part.default({ value: 1 }) }), { p: { value: 1, x: 1 } }, 'p.x'],
    ['one in a list', z.object({ l: z.array(Part).max(3) }), { l: [{ value: 1 }, { value: 1, x: 1 }] }, 'l.1.x'],
    ['one of a tuple', z.tuple([Part, Part]), [{ value: 1 }, { value: 1, x: 1 }], '1.x'],
    ['one by name', z.record(z.string(), Part), { a: { value: 1, x: 1 } }, 'a.x'],
    [
      'one of several kinds',
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('a') }),
        z.object({ kind: z.literal('b'), part: Part }),
      ]),
      { kind: 'b', part: { value: 1, x: 1 } },
      'part.x',
    ],
    ['one that is then transformed', Part.transform(({ value }) => value), { value: 1, x: 1 }, 'x'],
    ['one with a rule of its own', Part.refine(({ value }) => value > 0), { value: 1, x: 1 }, 'x'],
  ])('has no member that there is not in %s', (_where, schema, body, path) => {
    expect(schema.safeParse(body).success).toBe(true);
    expect(pathsRefused(schema, body)).toEqual([path]);
  });

  it('keeps the rules, defaults and transforms that it had', () => {
    const schema = z
      .object({ from: z.number().default(1), to: z.coerce.number() })
      .refine(({ from, to }) => from < to, 'expected an end after the beginning')
      .transform(({ from, to }) => to - from);
    expect(strictBody(schema).parse({ to: '5' })).toBe(4);
    expect(pathsRefused(schema, { to: 0 })).toEqual(['custom']);
  });

  it('has other members where its schema says that it may', () => {
    const schema = z.object({ coding: z.looseObject({ code: z.string() }) });
    expect(strictBody(schema).parse({ coding: { code: 'a', other: 1 } })).toEqual({ coding: { code: 'a', other: 1 } });
  });

  it('has its member named that no kind of it has', () => {
    const schema = z.union([z.object({ personId: z.string() }), z.object({ teamId: z.string() })]);
    const { error } = strictBody(schema).safeParse({ personId: 'p', person: 'p' });
    expect(faultsOf({ issues: error?.issues ?? [] }).map(({ path }) => path)).toEqual(['person']);
  });
});
