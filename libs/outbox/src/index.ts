export { Outbox, outboxTable } from './outbox.ts';
