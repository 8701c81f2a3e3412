import { Me } from '#libs/contracts';
import { session } from './session.ts';

const me = Me.parse({ id: 'amina', name: 'Amina Yusuf', role: 'nurse', permissions: [] });

describe('an answer that there is no session', () => {
  it('ends the session that the request was sent in, and not the one that began while it was on its way', () => {
    session.signedIn(me);
    const first = session.signIns();
    session.ended(first);
    expect(session.state().kind).toBe('ended');
    session.signedIn(me);
    session.ended(first);
    expect(session.state().kind).toBe('signed-in');
    session.ended(session.signIns());
    expect(session.state().kind).toBe('ended');
  });
});
