import { EscalationPolicyContent } from '#libs/contracts';
import { freshPolicy, policyBody, policyFaults, type TypedPolicy } from './policy-typed.ts';

const wardId = '5b0c1a52-57a4-4a65-8a39-0d8a1bd4f001';
const rotaId = '5b0c1a52-57a4-4a65-8a39-0d8a1bd4f002';

const typed: TypedPolicy = {
  ...freshPolicy(wardId, 'Europe/London'),
  name: 'Nights',
  steps: [{ notify: ['person/ada', `rota/${rotaId}`], waitMinutes: '5', repeat: '1' }],
  fallback: 'role/administrator',
};

describe('A policy as it is typed', () => {
  it('is sent without what it is for any of', () => {
    expect(EscalationPolicyContent.parse(policyBody(typed))).toEqual({
      name: 'Nights',
      wardId,
      steps: [{ notify: [{ personId: 'ada' }, { rotaId }], waitMinutes: 5, repeat: 1 }],
      fallback: { role: 'administrator' },
    });
  });

  it('is sent with what it is for alone', () => {
    const narrow = policyBody({ ...typed, pathway: 'frailty', tiers: ['high'], hours: 'some', ceilingOfCare: 'only' });
    expect(EscalationPolicyContent.parse(narrow)).toMatchObject({
      pathway: 'frailty',
      tiers: ['high'],
      hours: { from: '20:00', until: '08:00', timeZone: 'Europe/London' },
      ceilingOfCare: true,
    });
  });

  it.each<[string, Partial<TypedPolicy>, readonly string[]]>([
    ['nothing', {}, []],
    ['no name', { name: '' }, ['name']],
    ['no ward', { wardId: '' }, ['wardId']],
    ['no fallback', { fallback: '' }, ['fallback']],
    ['a rota as its fallback', { fallback: `rota/${rotaId}` }, ['fallback']],
    ['a step that notifies none', { steps: [{ notify: [], waitMinutes: '5', repeat: '0' }] }, ['steps.0.notify']],
    [
      'a wait that is no number',
      { steps: [{ notify: ['role/nurse'], waitMinutes: 'soon', repeat: '0' }] },
      ['steps.0.waitMinutes'],
    ],
    ['hours without a length', { hours: 'some', from: '08:00', until: '08:00' }, ['hours.until']],
  ])('is refused for %s at its field', (_name, change, paths) => {
    expect(policyFaults({ ...typed, ...change }).map(({ path }) => path)).toEqual(paths);
  });
});
