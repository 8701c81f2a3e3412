import { instant, type PersonReference } from '#libs/contracts';
import { aStay } from '#libs/fixtures';
import { decideHandingBack, decideTaking } from './responsible.ts';
import { NotResponsibleError } from './stay-errors.ts';

const amina: PersonReference = { id: 'amina', name: 'Amina Yusuf' };
const ben: PersonReference = { id: 'ben', name: 'Ben Hughes' };
const [eight, nine] = [instant(Date.UTC(2026, 10, 22, 8)), instant(Date.UTC(2026, 10, 22, 9))];
const freeStay = aStay();
const staysWithAmina = aStay({ responsible: { person: amina, since: eight } });

describe('The clinician who has a patient', () => {
  it('is the one who takes the patient on', () => {
    expect(decideTaking(freeStay, amina, eight)).toEqual({
      change: 'set',
      responsible: { person: amina, since: eight },
      text: 'Took the patient on.',
    });
  });

  it('is the colleague who takes the patient over, and it is said from whom', () => {
    expect(decideTaking(staysWithAmina, ben, nine)).toEqual({
      change: 'set',
      responsible: { person: ben, since: nine },
      text: 'Took the patient over from Amina Yusuf.',
    });
  });

  it('stays who it was, since when it was, when the same clinician says so again', () => {
    expect(decideTaking(staysWithAmina, amina, nine)).toEqual({ change: 'none' });
  });

  it('ends when the clinician hands the patient back, and handing back again changes nothing', () => {
    expect(decideHandingBack(staysWithAmina, amina)).toEqual({
      change: 'set',
      responsible: null,
      text: 'Handed the patient back.',
    });
    expect(decideHandingBack(freeStay, amina)).toEqual({ change: 'none' });
  });

  it('is not changed by a clinician who hands back a patient whom a colleague has', () => {
    expect(() => decideHandingBack(staysWithAmina, ben)).toThrow(NotResponsibleError);
  });
});
