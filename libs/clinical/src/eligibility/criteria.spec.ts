import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { criteriaOf, unknownCriteria, unmetCriteria } from './criteria.ts';

const folder = join(import.meta.dirname, '../../rule-sets/pathways');
const pathways = readdirSync(folder).map((file) => file.replace(/\.v\d+\.json$/, ''));

describe.each(pathways)('The criteria of the pathway %s', (pathway) => {
  const criteria = criteriaOf(pathway);
  const ids = criteria.map(({ id }) => id);

  it('are more than those of every pathway, each once and with its source', () => {
    expect(criteria.length).toBeGreaterThan(criteriaOf('of-a-site').length);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { text, source } of criteria) {
      expect(text).toMatch(/^[A-Z].*\.$/);
      expect(source).toMatch(/^(NHS England|Royal College|NICE|Homeward's own: )/);
    }
  });

  it('are met by a yes alone: neither by a no nor by silence', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...ids), fc.boolean()), (answers) => {
        const unmet = unmetCriteria(pathway, answers).map(({ id }) => id);
        expect(unmet).toEqual(ids.filter((id) => answers[id] !== true));
        expect(unknownCriteria(pathway, answers)).toEqual([]);
      }),
    );
  });
});

describe('A criterion', () => {
  it('of another pathway is unknown', () => {
    expect(unknownCriteria('frailty', { 'weight-possible': true, 'home-suitable': true })).toEqual(['weight-possible']);
  });

  it('is not one for its name being that of a member of every object', () => {
    expect(unknownCriteria('frailty', JSON.parse('{"constructor":true}') as Record<string, boolean>)).toEqual([
      'constructor',
    ]);
    expect(criteriaOf('constructor')).toEqual(criteriaOf('of-a-site'));
  });
});
