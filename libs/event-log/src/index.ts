export { EventLogClosedError, EventLogUnavailableError, UnfitRecordError } from './event-log-errors.ts';
export type { EventLog, LogBatch, LogRecord, OutgoingRecord, SubscribeOptions, Subscription } from './event-log.ts';
export { createKafkaLog, type KafkaLogOptions } from './kafka/kafka-log.ts';
export { encode } from './outgoing-records.ts';
export { postgresLogDataClasses } from './postgres/postgres-data-classes.ts';
export { createPostgresLog, type PostgresLogOptions } from './postgres/postgres-log.ts';
export { EventLogTransport, type EventLogTransportOptions } from './transport/event-log-transport.ts';
export type { EventBatch, EventRecord } from './transport/event-batch.ts';
export { FromLog } from './transport/from-log.ts';
