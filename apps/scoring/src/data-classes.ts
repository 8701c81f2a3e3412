import type { DataClass } from '#libs/database';
import { canaryKeptDays, observationSetsKeptDays } from './composition/retention.service.ts';

const ofCanary = `Of the canary, ${String(canaryKeptDays)} day is kept.`;
const history = `A late correction, a retraction or a replay with other rules may reach back to any time that is on the patient record. ${ofCanary}`;
const evidence = `It says what was published, and so what clinicians saw, at any time. ${ofCanary}`;

/** What the tables of the schema `scoring` hold, and for how long. */
export const scoringDataClasses: readonly DataClass[] = [
  {
    table: 'patient_state',
    holds: 'how far each history has been worked out',
    keep: { forever: 'One row a patient.' },
  },
  {
    table: 'observation_set',
    holds: 'ids of the observation sets that came; whole only while a patient is parked',
    keep: { days: observationSetsKeptDays },
  },
  {
    table: 'backlog',
    holds: 'observation sets, whole, of patients of whom more came than a turn',
    keep: { until: 'they are worked into the history' },
  },
  { table: 'plan_version', holds: 'every version of each plan', keep: { forever: history } },
  { table: 'history_entry', holds: 'what was known at each time, and the score', keep: { forever: history } },
  { table: 'signal', holds: 'changes of level, in their newest revision', keep: { forever: history } },
  { table: 'request', holds: 'requests to measure, in their newest revision', keep: { forever: history } },
  { table: 'superseded', holds: 'earlier revisions of scores, signals and requests', keep: { forever: evidence } },
  { table: 'sample', holds: 'the first two values of each half hour, for trends', keep: { forever: history } },
  { table: 'intake', holds: 'when messages could come in last', keep: { forever: 'One row.' } },
  { table: 'outage', holds: 'when no message could come in', keep: { forever: history } },
  { table: 'timer', holds: 'when repeated work is due', keep: { forever: 'One row for each kind of work.' } },
  { table: 'outbox', holds: 'events on their way to the log', keep: { until: 'the log has them' } },
];
