export { OutgoingEventInvalidError } from './outbox-errors.ts';
export { Outbox, type OutboxParts } from './outbox.ts';
export { type OutgoingRecord, outboxTable, outboxTrace } from './outbox.store.ts';
