import { roleFrom } from './role-claim.ts';

describe('The role that an identity provider gives', () => {
  it.each([
    ['a single word', 'nurse'],
    ['a list of one', ['nurse']],
    ['a list with groups that mean nothing here', ['offline_access', 'nurse', 'ward-7']],
    ['the same role twice', ['nurse', 'nurse']],
  ])('is read from %s', (_form, claim) => {
    expect(roleFrom(claim, 'homeward_role')).toEqual({ found: true, role: 'nurse' });
  });

  it.each([
    ['no claim', undefined, 'is missing'],
    ['an empty list', [], 'is missing'],
    ['a word that is no role', 'doctor', 'names no role of Homeward'],
    ['another spelling', 'Nurse', 'names no role of Homeward'],
    ['two roles at once', ['nurse', 'administrator'], 'more than one role (nurse, administrator)'],
    ['a number', 7, 'is missing'],
  ])('is not guessed from %s', (_form, claim, because) => {
    const found = roleFrom(claim, 'homeward_role');
    expect(found).toMatchObject({ found: false });
    expect(found.found ? '' : found.because).toContain(because);
  });
});
