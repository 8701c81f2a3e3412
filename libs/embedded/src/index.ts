export { EmbeddedPostgres } from './postgres/embedded-postgres.ts';
export { type RecoveredPostgres, recoverPostgres } from './postgres/recovery.ts';
export { findFreePort } from './postgres/free-port.ts';
export { ProcessLock, ProcessLockHeldError } from './processes/process-lock.ts';
export { startTestDatabase, type TestDatabase } from './postgres/test-database.ts';
export { EmbeddedOpenIdProvider } from './openid-provider/embedded-openid-provider.ts';
export { type KnownPerson, type NewPassword } from './openid-provider/provider-credentials.ts';
export { EmbeddedBroker, type BrokerMessage, type EmbeddedBrokerOptions } from './mqtt-broker/embedded-broker.ts';
export { startTestKafka, type TestKafka } from './kafka/test-kafka.ts';
