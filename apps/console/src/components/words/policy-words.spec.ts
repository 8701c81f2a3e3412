import { EscalationPolicyContent, RotaId, TeamId, WardId } from '#libs/contracts';
import { policySentence } from './policy-words.ts';

const wardId = WardId.parse('5b0c1a52-57a4-4a65-8a39-0d8a1bd4f001');
const rotaId = RotaId.parse('5b0c1a52-57a4-4a65-8a39-0d8a1bd4f002');
const teamId = TeamId.parse('5b0c1a52-57a4-4a65-8a39-0d8a1bd4f003');

const names = {
  person: () => 'Ada',
  team: () => 'Rapid response',
  rota: () => 'Nights',
  ward: () => 'Ward A',
};

const shortest = {
  name: 'A policy',
  wardId,
  steps: [{ notify: [{ personId: 'ada' }], waitMinutes: 5 }],
  fallback: { role: 'administrator' },
};

describe('A policy reads', () => {
  it.each<[string, object, string]>([
    [
      'its one step and its fallback',
      {},
      'An alert on Ward A first notifies Ada; then, after 5 minutes and every 15 minutes from then on, the administrators, until it is answered.',
    ],
    [
      'its tier, and several whom a step notifies',
      { tiers: ['high'], steps: [{ notify: [{ personId: 'ada' }, { rotaId }], waitMinutes: 1 }] },
      'A high alert on Ward A first notifies Ada and who is on call on Nights; then, after 1 minute and every 15 minutes from then on, the administrators, until it is answered.',
    ],
    [
      'its steps by the time since the alert was raised, repeats counted',
      {
        steps: [
          { notify: [{ role: 'nurse' }], waitMinutes: 5, repeat: 1 },
          { notify: [{ teamId }], waitMinutes: 10, repeat: 2 },
          { notify: [{ role: 'prescriber' }], waitMinutes: 20 },
        ],
        fallback: { personId: 'ada' },
      },
      'An alert on Ward A first notifies the nurses, and again after 5 minutes; after 10 minutes without an answer, the team Rapid response, and again every 10 minutes, 2 times; after 40 minutes without an answer, the prescribers; then, after 60 minutes and every 15 minutes from then on, Ada, until it is answered.',
    ],
    [
      'for which alerts it is alone',
      {
        tiers: ['medium', 'high'],
        pathway: 'acute-respiratory',
        ceilingOfCare: true,
        hours: { from: '20:00', until: '08:00', timeZone: 'Europe/London' },
      },
      'A medium or high alert on Ward A, of a patient on the pathway Acute respiratory, of a patient with a ceiling of care, raised between 20:00 and 08:00 (Europe/London), first notifies Ada; then, after 5 minutes and every 15 minutes from then on, the administrators, until it is answered.',
    ],
  ])('%s', (_name, change, sentence) => {
    expect(policySentence(EscalationPolicyContent.parse({ ...shortest, ...change }), names)).toBe(sentence);
  });
});
