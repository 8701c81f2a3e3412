import { TeamId } from '#libs/contracts';
import { alert, atMinute, patientId } from '../../live/live-events.fixtures.ts';
import { isMine } from './is-mine.ts';

const teamId = TeamId.parse('7d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a02');
const mine = { personId: 'u-1', teamIds: new Set<string>([teamId]), patientIds: new Set<string>([patientId('Bob')]) };
const other = { id: 'u-2', name: 'Bea' };

describe('An alert is mine', () => {
  it.each([
    ['that I see to', alert({ owner: { id: 'u-1', name: 'Amina' } }), true],
    ['handed to a team of mine', alert({ handedTo: { teamId, name: 'Outreach', by: other, at: atMinute(1) } }), true],
    ['of a patient I have', alert({ of: 'Bob', owner: other }), true],
    ['that a colleague sees to', alert({ owner: other }), false],
    ['without an owner', alert(), false],
  ])('%s: %#', (_which, of, expected) => {
    expect(isMine(of, mine)).toBe(expected);
  });
});
