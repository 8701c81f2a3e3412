import type { DataClass } from '#libs/database';

const patientRecord =
  'It is the patient record: the law says for how long it is kept, and the organisation deletes it.';

/** What the tables of the schema `clinician` hold, and for how long. */
export const clinicianDataClasses: readonly DataClass[] = [
  { table: 'patient', holds: 'who the patients are', keep: { forever: patientRecord } },
  {
    table: 'patient_merge',
    holds: 'which records were merged into which, why, and what went with them',
    keep: { forever: patientRecord },
  },
  {
    table: 'patient_contact',
    holds: 'how patients and those who know them are reached',
    keep: { forever: patientRecord },
  },
  {
    table: 'patient_flags',
    holds: 'what has to be known of a patient wherever they are shown',
    keep: { forever: patientRecord },
  },
  { table: 'patient_note', holds: 'notes and call attempts', keep: { forever: patientRecord } },
  { table: 'charted_readings', holds: 'what was observed', keep: { forever: patientRecord } },
  { table: 'retraction', holds: 'observations that do not count', keep: { forever: patientRecord } },
  { table: 'patient_latest', holds: 'the newest value of each code', keep: { forever: 'One row a patient.' } },
  { table: 'score', holds: 'scores as they stand', keep: { forever: patientRecord } },
  { table: 'score_version', holds: 'scores that were corrected', keep: { forever: patientRecord } },
  {
    table: 'scoring_status',
    holds: 'whether each patient is scored, and by which plan',
    keep: { forever: 'One row a patient at most.' },
  },
  { table: 'canary_arrival', holds: 'when readings of the canary last came through', keep: { forever: 'Two rows.' } },
  {
    table: 'quarantined',
    holds: 'messages that were not accepted, with their payloads',
    keep: { until: 'the time set by QUARANTINE_KEEP_DAYS has passed' },
  },
  {
    table: 'released_reading',
    holds: 'readings released from quarantine',
    keep: { until: 'the message is deleted; the reading itself is on the chart' },
  },
  { table: 'plan', holds: 'how each patient is monitored', keep: { forever: 'One row a patient.' } },
  { table: 'gateway', holds: 'gateways and digests of their secrets', keep: { forever: 'Devices refer to them.' } },
  { table: 'device', holds: 'devices and what they last said', keep: { forever: 'Readings refer to them.' } },
  { table: 'device_holding', holds: 'who had which device when', keep: { forever: patientRecord } },
  { table: 'ward', holds: 'wards', keep: { forever: 'Stays refer to them.' } },
  { table: 'organisation', holds: 'organisations', keep: { forever: 'A few rows, none of a patient.' } },
  {
    table: 'capacity_snapshot',
    holds: 'how many beds and patients each ward had, day by day',
    keep: { forever: 'Counts, one row a ward and day: what was reported can be looked up.' },
  },
  { table: 'capacity_plan', holds: 'targets and claims of plans', keep: { forever: 'Two rows.' } },
  {
    table: 'published_capacity',
    holds: 'the published national series',
    keep: { forever: 'A few dozen rows a month, all of them public.' },
  },
  {
    table: 'referral',
    holds: 'who was referred, why, and what became of it',
    keep: { forever: patientRecord },
  },
  { table: 'stay', holds: 'stays', keep: { forever: patientRecord } },
  { table: 'placement', holds: 'in which bed of which ward a stay was when', keep: { forever: patientRecord } },
  {
    table: 'ward_capacity',
    holds: 'how many beds wards have from when on',
    keep: { forever: 'Past figures are counted by it; none of a patient.' },
  },
  {
    table: 'ward_closure',
    holds: 'beds that were closed for a time',
    keep: { forever: 'Past figures are counted by it; none of a patient.' },
  },
  { table: 'bed_reservation', holds: 'beds that were kept for referrals', keep: { forever: patientRecord } },
  { table: 'waiting_list', holds: 'referrals that waited for a bed', keep: { forever: patientRecord } },
  {
    table: 'staff_member',
    holds: 'who can be notified, and how they are reached',
    keep: {
      forever: 'Audits and rotas refer to them; of a person who leaves, the addresses can be removed.',
    },
  },
  { table: 'team', holds: 'teams and their members', keep: { forever: 'A few rows, none of a patient.' } },
  { table: 'rota', holds: 'who takes turns when', keep: { forever: 'A few rows, none of a patient.' } },
  {
    table: 'rota_override',
    holds: 'changes of a rota for a time',
    keep: { forever: 'It says who had the turn; none of a patient.' },
  },
  {
    table: 'escalation_policy',
    holds: 'escalation policies',
    keep: { forever: 'Alerts refer to them.' },
  },
  {
    table: 'escalation_policy_version',
    holds: 'each version of an escalation policy',
    keep: { forever: 'Alerts refer to them, and the audit of an alert is read by them.' },
  },
  {
    table: 'notification',
    holds: 'who was notified of what, by which address, and what became of it',
    keep: {
      forever: 'It is the evidence of who was notified of an alert when; the organisation deletes it with the record.',
    },
  },
  {
    table: 'reply_attempt',
    holds: 'when a reply by SMS came in, by a digest of its number',
    keep: { until: 'a quarter of an hour has passed' },
  },
  { table: 'sent_message', holds: 'messages of channels without a provider', keep: { days: 30 } },
  { table: 'alert', holds: 'alerts', keep: { forever: patientRecord } },
  { table: 'alert_signal', holds: 'the signals that alerts follow from', keep: { forever: patientRecord } },
  { table: 'task', holds: 'tasks', keep: { forever: patientRecord } },
  {
    table: 'technical_alert',
    holds: 'outages and the like',
    keep: { forever: 'A few rows a year, none of a patient.' },
  },
  { table: 'intake_status', holds: 'until when readings could come in', keep: { forever: 'One row.' } },
  { table: 'audit', holds: 'who did what, when and why', keep: { forever: 'It is evidence, and only ever grows.' } },
  { table: 'idempotency_key', holds: 'answers to commands that may be sent again', keep: { days: 2 } },
  { table: 'live_head', holds: 'the position of the live stream', keep: { forever: 'One row.' } },
  {
    table: 'live_batch',
    holds: 'what changed, by reference',
    keep: { until: 'the time set by LIVE_KEEP_HOURS has passed' },
  },
  {
    table: 'dead_letter',
    holds: 'records that could not be processed',
    keep: { until: 'the time set by DEAD_LETTER_KEEP_DAYS has passed' },
  },
  { table: 'dead_letter_replay', holds: 'who had one tried again', keep: { until: 'the dead letter is deleted' } },
  { table: 'outbox', holds: 'events on their way to the log', keep: { until: 'the log has them' } },
  { table: 'timer', holds: 'what is to happen when', keep: { until: 'it has happened' } },
  { table: 'session', holds: 'who is signed in', keep: { until: 'the time set by SESSION_HOURS has passed' } },
];
