import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { declaredHazards } from './declared-hazards.ts';
import { declaredTests } from './test-titles.ts';

const root = resolve(import.meta.dirname, '../..');

const hazards = declaredHazards().flatMap((area) => area.hazards);

/** What is wrong with the claim that a test shows a control; undefined where nothing is. */
function fault({ file, test, case: one = '' }: (typeof hazards)[number]['shownBy'][number]): string | undefined {
  if (!existsSync(join(root, file))) return `${file} does not exist`;
  const text = readFileSync(join(root, file), 'utf8');
  const found = declaredTests(file, text).filter(({ title }) => title === test);
  if (found.length === 0) return `${file} has no test “${test}”`;
  if (found.some(({ isSkipped }) => isSkipped)) return `“${test}” is skipped`;
  return text.includes(one) ? undefined : `“${test}” has no case “${one}”`;
}

describe('docs/safety/hazards.yaml', () => {
  it('names for every hazard tests that exist and are not skipped', () => {
    const faults = hazards.flatMap(({ id, shownBy }) =>
      shownBy.flatMap((shown) => fault(shown) ?? []).map((one) => `${id}: ${one}`),
    );
    expect(faults).toEqual([]);
  });

  it('has each hazard once, under an id of its own, and sixty at least', () => {
    expect(hazards.length).toBeGreaterThanOrEqual(60);
    for (const member of ['id', 'hazard'] as const) {
      expect(new Set(hazards.map((hazard) => hazard[member])).size).toBe(hazards.length);
    }
  });
});

describe('the tests of a file', () => {
  const text = `
    describe('A block', () => {
      it('is a test', () => {});
      it.each([1])('has a case %s', () => {});
      it.skip('is left out', () => {});
      describe.skip('of more', () => { it('waits', () => {}); });
    });
    describeInChromium('a page', () => { test('opens', () => {}); });
    xit('is left out, too', () => {});
    it(aName, () => {});
  `;

  it('are known by their titles and those of the blocks around them, and whether they are skipped', () => {
    expect(declaredTests('a.spec.ts', text).map(({ title, isSkipped }) => [title, isSkipped])).toEqual([
      ['A block › is a test', false],
      ['A block › has a case %s', false],
      ['A block › is left out', true],
      ['A block › of more › waits', true],
      ['a page › opens', false],
      ['is left out, too', true],
    ]);
  });
});
