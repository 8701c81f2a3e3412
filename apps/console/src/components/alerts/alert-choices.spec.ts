import { TeamId } from '#libs/contracts';
import { alert, atMinute } from '../../live/live-events.fixtures.ts';
import { alertKeys, choicesFor, keyOf, snoozeChoices } from './alert-choices.ts';

const amina = { id: 'u-1', name: 'Amina' };
const bea = { id: 'u-2', name: 'Bea' };
const teamId = TeamId.parse('7d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a02');
const asAmina = { personId: amina.id, teamIds: new Set<string>() };
const inTeam = { ...asAmina, teamIds: new Set<string>([teamId]) };
const acknowledged = { state: 'acknowledged', owner: amina, acknowledgedBy: amina } as const;
const handed = alert({
  ...acknowledged,
  owner: null,
  tier: 'medium',
  handedTo: { teamId, name: 'Outreach', by: bea, at: atMinute(2) },
});

describe('What can be done about an alert', () => {
  it.each([
    [
      'raised at medium',
      alert({ tier: 'medium' }),
      ['acknowledge', 'resolve', 'note', 'snooze', 'hand-over', 'escalate'],
    ],
    ['raised at high: it is not put off', alert(), ['acknowledge', 'resolve', 'note', 'hand-over', 'escalate']],
    ['one’s own', alert(acknowledged), ['resolve', 'note', 'hand-over', 'escalate']],
    [
      'a colleague’s',
      alert({ ...acknowledged, owner: bea }),
      ['resolve', 'note', 'hand-over', 'escalate', 'take-over'],
    ],
    ['over', alert({ state: 'resolved' }), []],
  ] as const)('%s', (_what, of, choices) => {
    expect(choicesFor(of, asAmina)).toEqual(choices);
  });

  it('is to accept or to decline what was handed to a team of one’s own, and to take over what was handed to another', () => {
    expect(choicesFor(handed, inTeam)).toEqual(expect.arrayContaining(['accept', 'decline']));
    expect(choicesFor(handed, inTeam)).not.toContain('take-over');
    expect(choicesFor(handed, asAmina)).toContain('take-over');
    expect(choicesFor(handed, asAmina)).not.toContain('accept');
  });

  it('is to snooze for no longer than the tier permits, and not again', () => {
    expect(snoozeChoices({ tier: 'medium' })).toEqual([15, 30, 60]);
    expect(snoozeChoices({ tier: 'high' })).toEqual([]);
    const snooze = { by: amina, at: atMinute(1), reason: 'Asleep', until: atMinute(16) };
    expect(choicesFor(alert({ tier: 'medium', snooze }), asAmina)).not.toContain('snooze');
  });

  it('has a key where it has one', () => {
    expect(Object.entries(alertKeys).every(([key, choice]) => keyOf(choice) === key)).toBe(true);
    expect(keyOf('decline')).toBeUndefined();
  });
});
