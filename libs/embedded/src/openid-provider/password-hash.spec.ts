import { hashOf, isPassword, PasswordHash } from './password-hash.ts';

describe('What is kept of a password', () => {
  it('recognises it, and no other', async () => {
    const hash = await hashOf('abcde-fghjk-mnpqr');
    expect(PasswordHash.safeParse(hash).success).toBe(true);
    expect(hash).not.toContain('abcde');
    expect(await isPassword('abcde-fghjk-mnpqr', hash)).toBe(true);
    expect(await isPassword('abcde-fghjk-mnpqs', hash)).toBe(false);
    expect(await isPassword('', hash)).toBe(false);
  });

  it('differs between two people with the same password', async () => {
    expect(await hashOf('the same')).not.toBe(await hashOf('the same'));
  });

  it('is never right where no person has the name', async () => {
    expect(await isPassword('', undefined)).toBe(false);
  });
});
