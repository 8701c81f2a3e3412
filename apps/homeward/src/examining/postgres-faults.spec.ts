import { type PostgresFacts, postgresFaults } from './postgres-faults.ts';

const sound: PostgresFacts = {
  settings: {
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    autovacuum: 'on',
    data_checksums: 'on',
    wal_level: 'replica',
    max_connections: '100',
  },
  connections: 40,
  transactionsLeft: 2_000_000_000,
  slots: [{ name: 'homeward_backup', active: true, heldBytes: 16_777_216, state: 'reserved' }],
};
const slot = { name: 'homeward_backup', active: false, heldBytes: 0, state: 'reserved' };

describe('the faults of a Postgres server', () => {
  it('are none where it is set up to keep what it has acknowledged', () => {
    expect(postgresFaults(sound)).toEqual([]);
  });

  it.each([
    ['fsync', 'off', 'fsync is off: what was acknowledged is lost when the machine falls. Set it to on.'],
    ['synchronous_commit', 'off', 'Set it to on.'],
    ['data_checksums', 'off', 'pg_checksums --enable'],
    ['wal_level', 'minimal', 'nothing can be backed up'],
    ['autovacuum', 'off', 'tables grow without end'],
  ])('name %s = %s with what follows', (setting, value, words) => {
    const faults = postgresFaults({ ...sound, settings: { ...sound.settings, [setting]: value } });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(words);
  });

  it('name connections that run out, and transaction numbers that do', () => {
    expect(postgresFaults({ ...sound, connections: 81 })[0]).toContain('81 of 100 connections');
    expect(postgresFaults({ ...sound, transactionsLeft: 400_000_000 })[0]).toContain('VACUUM FREEZE');
  });

  it('name a slot whose log fills the disk, or is gone', () => {
    const full = { ...slot, heldBytes: 6 * 2 ** 30 };
    expect(postgresFaults({ ...sound, slots: [full] })[0]).toContain('homeward backup --follow');
    expect(postgresFaults({ ...sound, slots: [{ ...full, active: true }] })[0]).toContain('reader is slow');
    expect(postgresFaults({ ...sound, slots: [{ ...slot, state: 'lost' }] })[0]).toContain('Take a base backup');
  });
});
