import { homewardItself, instant } from '#libs/contracts';
import { type AuditRecord, changesSince } from './audit-entry.ts';

const entry = (revision: number, state: AuditRecord['state']): AuditRecord => ({
  at: instant(revision * 60_000),
  by: homewardItself,
  command: 'change',
  revision,
  text: `Change ${String(revision)}.`,
  facts: {},
  state,
});

describe('what has changed since a revision', () => {
  const records = [
    entry(1, { revision: 1, tier: 'medium', outcome: null }),
    entry(2, { revision: 2, tier: 'high', outcome: null }),
    entry(3, { revision: 3, tier: 'high', outcome: 'visited' }),
  ];

  it('names the members that each later change touched, and not the revision', () => {
    expect(changesSince(records, 1).map(({ revision, fields }) => [revision, fields])).toEqual([
      [2, ['tier']],
      [3, ['outcome']],
    ]);
  });

  it('is nothing after the newest revision', () => {
    expect(changesSince(records, 3)).toEqual([]);
  });

  it('names no members where the state before is not known', () => {
    expect(changesSince(records.slice(1), 1)[0]?.fields).toEqual([]);
  });
});
