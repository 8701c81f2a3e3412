import { narrowingStatements } from './migration-changes.ts';

describe('a migration that an older release may fall over', () => {
  it.each<readonly [string, string, string]>([
    ['drops a table', 'DROP TABLE stay', 'drops: drop table stay'],
    ['drops a column', 'alter table stay drop column note', 'drops: alter table stay drop column note'],
    ['drops a default', 'alter table stay alter note drop default', 'drops: alter table stay alter note drop default'],
    ['renames a column', 'alter table stay rename note to text', 'renames: alter table stay rename note to text'],
    [
      'forbids null',
      'alter table stay alter note set not null',
      'forbids null: alter table stay alter note set not null',
    ],
    [
      'changes a type',
      'alter table stay alter column beds type bigint',
      'changes the type: alter table stay alter column beds type bigint',
    ],
    [
      'adds a column that has to be filled',
      'alter table stay\n  add column note text not null',
      'adds a column that has to be filled: alter table stay add column note text not null',
    ],
    [
      'adds several columns, one of which has to be filled',
      `alter table stay add a text not null default 'none', add b numeric(3, 1) not null`,
      "adds a column that has to be filled: alter table stay add a text not null default '', add b numeric(3, 1) not null",
    ],
    [
      'adds a constraint',
      'alter table stay add constraint few check (beds < 9) not valid',
      'adds a constraint: alter table stay add constraint few check (beds < 9) not valid',
    ],
    [
      'lets a value be there once only',
      'create unique index one on stay (note)',
      'adds a constraint: create unique index one on stay (note)',
    ],
    ['deletes rows', 'delete from stay', 'deletes: delete from stay'],
    ['hides it behind another statement', 'create table other (id uuid); drop table stay', 'drops: drop table stay'],
  ])('%s', (_what, statement, fault) => {
    expect(narrowingStatements([statement])).toEqual([fault]);
  });

  it('is none that only expands', () => {
    const expanding = [
      'create table other (id uuid primary key, note text not null unique)',
      'alter table other add constraint few check (note is not null)',
      'create unique index other_by_note on other (note)',
      'alter table stay add column note text',
      `alter table stay add column kind text not null default 'drop column'`,
      'alter table stay alter note drop not null',
      'create index concurrently stay_by_note on stay (note)',
      '-- drop table stay\ncreate view notes as select note from stay',
      'create function gone() returns void language plpgsql as $body$ begin drop table stay; end $body$',
    ];
    expect(narrowingStatements(expanding)).toEqual([]);
  });
});
