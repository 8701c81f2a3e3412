import fc from 'fast-check';
import { isCycle, lineage, type OrganisationLink, rolledUp } from './roll-up.ts';

const linked = (...pairs: readonly (readonly [odsCode: string, parent: string | null])[]) =>
  new Map<string, OrganisationLink>(pairs.map(([odsCode, parent]) => [odsCode, { odsCode, parent }]));

const region = linked(
  ['TRUST1', 'PLACE1'],
  ['TRUST2', 'PLACE1'],
  ['TRUST3', 'PLACE2'],
  ['PLACE1', 'QQQ'],
  ['PLACE2', 'QQQ'],
  ['QQQ', null],
);

describe('The roll-up', () => {
  it('goes from a provider by its place to the system', () => {
    expect(lineage('TRUST1', region)).toEqual(['TRUST1', 'PLACE1', 'QQQ']);
    expect(lineage('UNKNOWN', region)).toEqual(['UNKNOWN']);
  });

  it('counts every ward once at each level', () => {
    const wards = ['TRUST1', 'TRUST1', 'TRUST2', 'TRUST3', null].map((organisation) => ({ organisation, part: 10 }));
    const beds = new Map(
      [...rolledUp(wards, region)].map(([code, parts]) => [code, parts.reduce((total, part) => total + part, 0)]),
    );
    expect(Object.fromEntries(beds)).toEqual({ TRUST1: 20, TRUST2: 10, TRUST3: 10, PLACE1: 30, PLACE2: 10, QQQ: 40 });
  });

  it.each([
    ['itself', { odsCode: 'QQQ', parent: 'QQQ' }, true],
    ['what is below it', { odsCode: 'QQQ', parent: 'TRUST1' }, true],
    ['another branch', { odsCode: 'TRUST1', parent: 'PLACE2' }, false],
    ['nothing', { odsCode: 'PLACE1', parent: null }, false],
  ])('knows a cycle: a parent that is %s', (_claim, link, expected) => {
    expect(isCycle(link, region)).toBe(expected);
  });

  it('has a sum at the top that is the sum of all wards, whatever the tree', () => {
    const tree = fc
      .array(fc.nat(), { minLength: 1, maxLength: 12 })
      .map((choices) =>
        linked(
          ...choices.map(
            (choice, index) => [`O${String(index)}`, index === 0 ? null : `O${String(choice % index)}`] as const,
          ),
        ),
      );
    fc.assert(
      fc.property(tree, fc.array(fc.record({ at: fc.nat(), beds: fc.nat(50) })), (links, wards) => {
        const parts = wards.map(({ at, beds }) => ({ organisation: `O${String(at % links.size)}`, part: beds }));
        const sum = (some: readonly number[] = []): number => some.reduce((total, beds) => total + beds, 0);
        expect(sum(rolledUp(parts, links).get('O0'))).toBe(sum(wards.map(({ beds }) => beds)));
      }),
    );
  });
});
