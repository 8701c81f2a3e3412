import { type z } from 'zod';
import { DeviceStatus, MonitoringPlan, RegisteredDevice, RegisteredGateway } from '../events/monitoring.ts';
import { ObservationSetRecorded } from '../events/observation.ts';
import { DeadLetter, IntakeStatus, Replay, ScoringStatus } from '../events/operations.ts';
import { Quarantined } from '../events/quarantine.ts';
import { MeasurementRequest } from '../events/request.ts';
import { Score, Signal } from '../events/score.ts';
import { setFromLog, SetOnLog, setToLog } from '../short/set-on-log.ts';
import { scoreFromLog, ScoreOnLog, scoreToLog } from '../short/score-on-log.ts';

/** How the events of a topic stand on the log, where they do not stand there as they are. */
export interface FormOnLog {
  /** Everything that is read. */
  readonly schema: z.ZodType;
  /** The JSON of an event that has the topic's shape. */
  readonly write: (event: never) => unknown;
  /** The event that the JSON stands for, checked. @throws whatever says what is wrong with it. */
  readonly read: (json: unknown, key: string) => unknown;
}

/** A topic of the event log: what is on it, what it is keyed by, and what becomes of old records. */
export interface TopicDefinition {
  readonly schema: z.ZodType;
  readonly onLog?: FormOnLog;
  readonly keyedBy: 'patient' | 'device' | 'gateway' | 'record' | 'installation';
  /** Compacted topics keep the last value of each key for ever; the others keep everything for `retentionHours`. */
  readonly keep: { readonly kind: 'last-value' } | { readonly kind: 'all'; readonly retentionHours: number };
  readonly partitions: number;
  readonly about: string;
}

const week = 7 * 24;
const month = 30 * 24;

export const topics = {
  observations: {
    schema: ObservationSetRecorded,
    onLog: { schema: SetOnLog, write: setToLog, read: setFromLog },
    keyedBy: 'patient',
    keep: { kind: 'all', retentionHours: week },
    partitions: 12,
    about: 'Observation sets that passed every check, in short.',
  },
  quarantine: {
    schema: Quarantined,
    keyedBy: 'device',
    keep: { kind: 'all', retentionHours: month },
    partitions: 3,
    about: 'Messages and readings kept aside, with the reason.',
  },
  scores: {
    schema: Score,
    onLog: { schema: ScoreOnLog, write: scoreToLog, read: scoreFromLog },
    keyedBy: 'patient',
    keep: { kind: 'all', retentionHours: week },
    partitions: 12,
    about: 'Early-warning scores and their corrections, in short.',
  },
  signals: {
    schema: Signal,
    keyedBy: 'patient',
    keep: { kind: 'all', retentionHours: month },
    partitions: 12,
    about: 'Conditions of a patient that reached or left a tier.',
  },
  requests: {
    schema: MeasurementRequest,
    keyedBy: 'patient',
    keep: { kind: 'all', retentionHours: week },
    partitions: 12,
    about: 'Who is asked to measure again, or at last, and why.',
  },
  'monitoring-plans': {
    schema: MonitoringPlan,
    keyedBy: 'patient',
    keep: { kind: 'last-value' },
    partitions: 12,
    about: 'Who is watched over, and how.',
  },
  devices: {
    schema: RegisteredDevice,
    keyedBy: 'device',
    keep: { kind: 'last-value' },
    partitions: 3,
    about: 'Devices and who had them when.',
  },
  gateways: {
    schema: RegisteredGateway,
    keyedBy: 'gateway',
    keep: { kind: 'last-value' },
    partitions: 3,
    about: 'Gateways that may connect.',
  },
  'device-status': {
    schema: DeviceStatus,
    keyedBy: 'device',
    keep: { kind: 'last-value' },
    partitions: 3,
    about: 'The newest battery, signal and firmware of each device.',
  },
  'dead-letters': {
    schema: DeadLetter,
    keyedBy: 'record',
    keep: { kind: 'all', retentionHours: month },
    partitions: 1,
    about: 'Records that a consumer group could not process.',
  },
  replays: {
    schema: Replay,
    keyedBy: 'record',
    keep: { kind: 'all', retentionHours: week },
    partitions: 3,
    about: 'Dead letters that the group which failed on them is to try again.',
  },
  'intake-status': {
    schema: IntakeStatus,
    keyedBy: 'installation',
    keep: { kind: 'last-value' },
    partitions: 1,
    about: 'That messages can come in, and when they could not.',
  },
  'scoring-status': {
    schema: ScoringStatus,
    keyedBy: 'patient',
    keep: { kind: 'last-value' },
    partitions: 12,
    about: 'Whether each patient is scored, by which revision of the plan, and why not.',
  },
} as const satisfies Record<string, TopicDefinition>;

export type TopicName = keyof typeof topics;
export type EventOn<Topic extends TopicName> = z.infer<(typeof topics)[Topic]['schema']>;
