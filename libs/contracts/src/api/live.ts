import { z } from 'zod';
import { Score } from '../events/score.ts';
import { Alert } from './alert.ts';
import { ChartedObservation, Stay } from './patient.ts';
import { Task } from './task.ts';
import { TechnicalAlert } from './technical-alert.ts';

/**
 * `GET /api/v1/live?wardId=`: server-sent events. The id of each resumes after it with `Last-Event-ID`; `reset` says that the
 * place asked for is no longer kept, so what is on screen must be fetched again.
 */
export const liveEvents = {
  observation: ChartedObservation,
  score: Score,
  alert: Alert,
  stay: Stay,
  task: Task,
  /** Of every ward: it is about Homeward itself. */
  'technical-alert': TechnicalAlert,
  reset: z.object({}),
} as const;

export type LiveEventName = keyof typeof liveEvents;
export type LiveEvent = {
  [Name in LiveEventName]: { readonly event: Name; readonly data: z.infer<(typeof liveEvents)[Name]> };
}[LiveEventName];
