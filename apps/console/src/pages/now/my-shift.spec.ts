import type { BoardRow } from '#libs/contracts';
import { aNurse } from '#libs/fixtures';
import { alert, board, score } from '../../live/live-events.fixtures.ts';
import { mostUrgent, ofPerson } from './my-shift.ts';

const names = (rows: readonly BoardRow[]) => rows.map(({ givenName }) => givenName);
const [ann, bob, cyd] = board('Ann', 'Bob', 'Cyd').rows as [BoardRow, BoardRow, BoardRow];

describe('My shift', () => {
  it('begins with those who have an alert or a raised score, and leaves out who is well', () => {
    const withAlert = { ...bob, alerts: [alert()] };
    const raised = { ...cyd, score: score({ of: 'Cyd', minute: 1, values: { pulseRate: 135 } }) };
    expect(names(mostUrgent([ann, withAlert, raised]))).toEqual(expect.arrayContaining(['Bob', 'Cyd']));
    expect(names(mostUrgent([ann, withAlert, raised]))).not.toContain('Ann');
  });

  it('shows the ward as it is where all are well', () => {
    expect(names(mostUrgent([ann, bob]))).toHaveLength(2);
  });

  it('has the patients whom I have, and not those of a colleague', () => {
    const mine = { ...ann, responsible: { person: { id: aNurse.id, name: aNurse.name }, since: ann.admittedAt } };
    const colleagues = { ...bob, responsible: { person: { id: 'other', name: 'Other' }, since: bob.admittedAt } };
    expect(names(ofPerson([mine, colleagues, cyd], aNurse.id))).toEqual(['Ann']);
  });
});
