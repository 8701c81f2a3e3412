export type { EventLog, LogBatch, LogRecord, OutgoingRecord, SubscribeOptions, Subscription } from './event-log.ts';
