/** What a Postgres server says of how it is set up, and of how it is. */
export interface PostgresFacts {
  readonly settings: Readonly<Record<string, string>>;
  readonly connections: number;
  /** Transactions until numbers run out, of the database that has fewest left. */
  readonly transactionsLeft: number;
  readonly slots: readonly ReplicationSlot[];
}

/** Something that the server holds its log for. */
export interface ReplicationSlot {
  readonly name: string;
  readonly active: boolean;
  readonly heldBytes: number;
  /** Whether the log that it asks for is still there: `reserved`, `extended`, `unreserved` or `lost`. */
  readonly state: string | null;
}

const mostHeldBytes = 5 * 2 ** 30;
const leastTransactionsLeft = 500_000_000;
const mostConnectionsInUse = 0.8;

/** Settings with which what has been acknowledged can be lost, or damage goes unseen. */
const needed: readonly { readonly setting: string; readonly values: readonly string[]; readonly without: string }[] = [
  { setting: 'fsync', values: ['on'], without: 'what was acknowledged is lost when the machine falls' },
  { setting: 'full_page_writes', values: ['on'], without: 'the database can be damaged when the machine falls' },
  {
    setting: 'synchronous_commit',
    values: ['on', 'local', 'remote_write', 'remote_apply'],
    without: 'the last of what was acknowledged is lost when the machine falls',
  },
  { setting: 'autovacuum', values: ['on'], without: 'tables grow without end, and the server stops one day' },
  { setting: 'data_checksums', values: ['on'], without: 'damage by the disk goes unseen (pg_checksums --enable)' },
  { setting: 'wal_level', values: ['replica', 'logical'], without: 'nothing can be backed up' },
];

/** The names of what {@link PostgresFacts} has to have in `settings`. */
export const neededSettings: readonly string[] = [...needed.map(({ setting }) => setting), 'max_connections'];

/** What is wrong with a server, and what to do. */
export function postgresFaults({ settings, connections, transactionsLeft, slots }: PostgresFacts): readonly string[] {
  const faults = needed
    .filter(({ setting, values }) => !values.includes(settings[setting] ?? ''))
    .map(
      ({ setting, values, without }) =>
        `${setting} is ${settings[setting] ?? 'unknown'}: ${without}. Set it to ${values[0] ?? ''}.`,
    );
  const most = Number(settings['max_connections']);
  if (connections > mostConnectionsInUse * most) {
    faults.push(
      `${String(connections)} of ${String(most)} connections are in use. Raise max_connections, or pool fewer.`,
    );
  }
  if (transactionsLeft < leastTransactionsLeft) {
    faults.push(`${String(transactionsLeft)} transactions are left until the server stops. Run: VACUUM FREEZE`);
  }
  return [...faults, ...slots.flatMap(faultsOfSlot)];
}

function faultsOfSlot({ name, active, heldBytes, state }: ReplicationSlot): readonly string[] {
  if (state === 'lost' || state === 'unreserved') {
    return [`the log that the slot ${name} is to read is gone. Take a base backup, and make the slot anew.`];
  }
  if (heldBytes <= mostHeldBytes) return [];
  const held = `${(heldBytes / 2 ** 30).toFixed(1)} GB of the log are held for the slot ${name}`;
  const remedy = active
    ? 'See why its reader is slow'
    : 'Start its reader (homeward backup --follow), or drop the slot';
  return [`${held}, and fill the disk. ${remedy}.`];
}
