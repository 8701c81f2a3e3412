import { NotificationId } from '#libs/contracts';
import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { readToken, replyCode, replyToken, tokenHolds } from './reply-token.ts';

const key = randomBytes(32);
const subject = { id: NotificationId.parse(randomUUID()), personId: 'nina' };
const expires = new Date('2026-11-23T08:00:00Z');

describe('The token of a link to acknowledge by', () => {
  const token = replyToken(key, subject, expires);
  const read = readToken(token);
  if (read === undefined) throw new Error('The token is one.');

  it('says what it is for and until when, and holds for that alone', () => {
    expect(read).toMatchObject({ id: subject.id, expiresAt: expires.getTime() / 1000 });
    expect(tokenHolds(key, subject, read)).toBe(true);
    expect(tokenHolds(key, { ...subject, personId: 'ada' }, read)).toBe(false);
    expect(tokenHolds(key, { ...subject, id: NotificationId.parse(randomUUID()) }, read)).toBe(false);
    expect(tokenHolds(key, subject, { ...read, expiresAt: read.expiresAt + 1 })).toBe(false);
    expect(tokenHolds(randomBytes(32), subject, read)).toBe(false);
  });

  it('is no token once a character of it is another', () => {
    fc.assert(
      fc.property(
        fc.nat(token.length - 2),
        fc.constantFrom('a', 'b', 'z', '0', '1', '9', '-', '_', '.'),
        (at, character) => {
          fc.pre(token[at] !== character);
          const other = readToken(token.slice(0, at) + character + token.slice(at + 1));
          expect(other?.id === subject.id && tokenHolds(key, subject, other)).toBe(false);
        },
      ),
    );
  });

  it.each(['', 'x', `${subject.id}.zz`, `${subject.id}.zz.short`])('is not “%s”', (text) => {
    expect(readToken(text)).toBeUndefined();
  });

  it('has a code of six digits beside it, another one for each notification', () => {
    expect(replyCode(key, subject)).toMatch(/^\d{6}$/);
    expect(replyCode(key, subject)).toBe(replyCode(key, subject));
    const codes = Array.from({ length: 20 }, () =>
      replyCode(key, { ...subject, id: NotificationId.parse(randomUUID()) }),
    );
    expect(new Set(codes).size).toBeGreaterThan(15);
  });
});
