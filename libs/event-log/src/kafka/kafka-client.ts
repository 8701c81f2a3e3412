import { Kafka, logLevel, type LogEntry } from 'kafkajs';
import type { Logger } from 'pino';

/**
 * A kafkajs client that keeps trying, and whose log lines come out as ours. What kafkajs calls an error is mostly one that
 * it mends by itself, such as a coordinator that is still loading after its broker's start.
 */
export function kafkaClient(options: {
  brokers: readonly string[];
  clientId: string;
  logger: Logger | undefined;
}): Kafka {
  const { brokers, clientId, logger } = options;
  return new Kafka({
    clientId,
    brokers: [...brokers],
    connectionTimeout: 3_000,
    requestTimeout: 30_000,
    retry: { initialRetryTime: 100, maxRetryTime: 3_000, retries: 8 },
    logLevel: logLevel.INFO,
    logCreator: () => (entry) => {
      if (logger !== undefined) write(logger, entry);
    },
  });
}

function write(logger: Logger, { level, log, namespace }: LogEntry): void {
  // kafkajs types these as any.
  const { groupId, topic, partition, error, retryCount } = log as Record<string, unknown>;
  const reason = error instanceof Error ? error.message : error;
  const line = { event: 'kafkajs', namespace, groupId, topic, partition, reason, retryCount };
  if (level <= logLevel.WARN) logger.warn(line, log.message);
  else logger.debug(line, log.message);
}
