import { SignJWT } from 'jose';
import { defaultTokenSeconds, mintToken, newTokenKey, parseTokenKey, verifyToken } from './tokens.ts';
import { TokenKeyError } from './identity-errors.ts';

const now = new Date('2026-11-22T08:00:00Z');
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const key = parseTokenKey(newTokenKey());

describe('A bearer token', () => {
  it('says who holds it and what their role is', async () => {
    const token = await mintToken({ key, role: 'nurse', name: 'ward script', now });
    expect(await verifyToken({ key, token, now })).toEqual({
      person: { id: expect.stringMatching(/^token:[0-9a-f-]{36}$/), name: 'ward script', role: 'nurse' },
    });
  });

  it('says which scopes another system has, and then no role', async () => {
    const token = await mintToken({ key, scopes: ['capacity:read'], name: 'care coordination', now });
    expect(await verifyToken({ key, token, now })).toEqual({
      system: { id: expect.stringMatching(/^token:/), name: 'care coordination', scopes: ['capacity:read'] },
    });
  });

  it('holds until it expires by the clock that is asked, and not a second longer', async () => {
    const token = await mintToken({ key, role: 'nurse', name: 'ward script', now });
    await expect(verifyToken({ key, token, now: later(defaultTokenSeconds - 1) })).resolves.toBeDefined();
    await expect(verifyToken({ key, token, now: later(defaultTokenSeconds) })).rejects.toThrow('has expired');
  });

  it.each([
    ['signed with another key', () => mintToken({ key: parseTokenKey(newTokenKey()), role: 'nurse', name: 'x', now })],
    ['with a role we do not have', () => signed({ name: 'x', role: 'root' })],
    ['with a scope we do not have', () => signed({ name: 'x', scope: 'capacity:read chart:read' })],
    ['with no scope', () => signed({ name: 'x', scope: '' })],
    ['without an expiry', () => signed({ name: 'x', role: 'nurse' }, { expires: false })],
    ['meant for another service', () => signed({ name: 'x', role: 'nurse' }, { audience: 'other' })],
    ['without a signature', () => Promise.resolve('eyJhbGciOiJub25lIn0.eyJyb2xlIjoiYWRtaW5pc3RyYXRvciJ9.')],
    ['that is no token at all', () => Promise.resolve('hunter2')],
  ])('%s is refused', async (_claim, make) => {
    const token = await make();
    await expect(verifyToken({ key, token, now })).rejects.toMatchObject({ code: 'credential-refused' });
  });
});

describe('A token key', () => {
  it.each(['', 'short', 'not base64url at all, though it is long enough to be a key'])('%j is refused', (text) => {
    expect(() => parseTokenKey(text)).toThrow(TokenKeyError);
  });
});

function signed(claims: Record<string, unknown>, { expires = true, audience = 'homeward-api' } = {}): Promise<string> {
  const token = new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('homeward')
    .setAudience(audience)
    .setSubject('token:made-up')
    .setIssuedAt(now.getTime() / 1000);
  if (expires) token.setExpirationTime(later(60));
  return token.sign(key);
}
