export { OutgoingEventInvalidError } from './outbox-errors.ts';
export { Outbox, type OutboxDatabase, type OutboxParts } from './outbox.ts';
export { type OutgoingRecord, outboxTable, type SetAsideRecord, setAsideKeepDays } from './outbox.store.ts';
