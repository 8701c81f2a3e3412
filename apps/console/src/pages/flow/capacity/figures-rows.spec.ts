import type { Capacity } from '#libs/contracts';
import { figuresOf } from './capacity-figures.fixtures.ts';
import { rowsOfOrganisations } from './figures-rows.ts';

type OfOrganisation = Capacity['organisations'][number];

const organisation = (code: string, parent: string | null): OfOrganisation => ({
  organisation: code,
  name: `Trust ${code}`,
  kind: null,
  parent,
  figures: figuresOf(),
});

const rowsOf = (organisations: OfOrganisation[]): readonly string[] =>
  rowsOfOrganisations({ at: figuresOf().at, total: figuresOf(), wards: [], pathways: [], organisations }).map(
    ({ key, depth }) => `${'-'.repeat(depth)}${key}`,
  );

describe('Organisations', () => {
  it('stand below the one that they belong to', () => {
    const [system, other] = [organisation('QYG', null), organisation('RBX', 'ZZZ')];
    const found = rowsOf([organisation('RBT', 'P1'), organisation('P1', 'QYG'), system, other]);
    // What belongs to one that is not listed stands by itself.
    expect(found).toEqual(['QYG', '-P1', '--RBT', 'RBX']);
  });
});
