export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './postgres/embedded-postgres.ts';
export {
  EmbeddedPostgresFailedError,
  EmbeddedPostgresUnreachableFolderError,
  EmbeddedPostgresUnsupportedError,
  EmbeddedPostgresVersionError,
} from './postgres/postgres-errors.ts';
export { findFreePort } from './postgres/free-port.ts';
export { ProcessLock, ProcessLockHeldError } from './processes/process-lock.ts';
export { startTestDatabase, type TestDatabase } from './postgres/test-database.ts';
export {
  EmbeddedOpenIdProvider,
  EmbeddedOpenIdProviderRefusedError,
  type EmbeddedOpenIdProviderOptions,
  type OpenIdProviderLogger,
} from './openid-provider/embedded-openid-provider.ts';
export { type KnownPerson } from './openid-provider/provider-credentials.ts';
export {
  EmbeddedBroker,
  type BrokerMessage,
  type BrokerRefusal,
  type EmbeddedBrokerOptions,
} from './mqtt-broker/embedded-broker.ts';
export { TestKafkaUnavailableError } from './kafka/kafka-errors.ts';
export { startTestKafka, type TestKafka } from './kafka/test-kafka.ts';
