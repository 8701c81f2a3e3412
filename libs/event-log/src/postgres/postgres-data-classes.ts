/** What the tables of the schema `event_log` hold, and for how long. */
export const postgresLogDataClasses = [
  { table: 'stream', holds: 'the next position of each partition', keep: { forever: 'A row a partition.' } },
  {
    table: 'record',
    holds: 'records of topics that keep everything',
    keep: { until: 'the retention of their topic has passed: [events.md](events.md)' },
  },
  {
    table: 'latest_record',
    holds: 'the last record of each key of compacted topics',
    keep: { forever: 'A row a key: who starts anew reads from here how things stand.' },
  },
  { table: 'member', holds: 'processes that read', keep: { until: 'the process has been silent for a while' } },
  { table: 'progress', holds: 'how far each group has read', keep: { forever: 'A row a group and partition.' } },
] as const;
