import { HomewardError } from '#libs/contracts';

/** A real Kafka could not be had on this machine. */
export class TestKafkaUnavailableError extends HomewardError {
  readonly code = 'test-kafka-unavailable';
  readonly transient = false;
}
