import type { DataClass } from '#libs/database';

const latestOnLog = 'the log says that it is gone';

/** What the tables of the schema `gateway` hold, and for how long. */
export const gatewayDataClasses: readonly DataClass[] = [
  { table: 'gateway', holds: 'gateways and digests of their secrets', keep: { until: latestOnLog } },
  { table: 'device', holds: 'devices, and who had them when', keep: { until: latestOnLog } },
  { table: 'monitoring_plan', holds: 'how late each patient’s readings may come', keep: { until: latestOnLog } },
  {
    table: 'message',
    holds: 'ids of messages that were accepted, with digests of their content',
    keep: { until: 'a day longer than GATEWAY_OLDEST_READING_DAYS' },
  },
  { table: 'request', holds: 'newest revisions of requests to measure', keep: { until: 'the request expires' } },
  { table: 'request_delivery', holds: 'requests for devices', keep: { until: 'the request expires or is settled' } },
  {
    table: 'outage',
    holds: 'times in which no message could come in',
    keep: { until: 'GATEWAY_OLDEST_READING_DAYS have passed' },
  },
  { table: 'intake_alive', holds: 'when messages could last come in', keep: { forever: 'One row.' } },
  {
    table: 'daily_volume',
    holds: 'how much each gateway sent on each day',
    keep: { until: 'GATEWAY_OLDEST_READING_DAYS have passed' },
  },
  {
    table: 'mqtt_session',
    holds: 'the sessions of our replicas at a remote broker, and who reads each',
    keep: { forever: 'One row for each name of a replica.' },
  },
  { table: 'timer', holds: 'what is due when', keep: { until: 'it is done; one row for each kind of repeated work' } },
];
