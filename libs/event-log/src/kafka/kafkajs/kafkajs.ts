import { CompressionTypes, Kafka, logLevel, Partitioners, type LogEntry, type Message } from 'kafkajs';
import type { Logger } from 'pino';
import {
  retrying,
  traceHeader,
  type KafkaClient,
  type KafkaClientOptions,
  type KafkaRecord,
  type KafkaSender,
} from '../kafka-client.ts';
import { kafkajsAdministration } from './kafkajs-administration.ts';
import { KafkajsSubscription } from './kafkajs-subscription.ts';

/** Kafka by kafkajs. */
export function kafkajsClient(options: KafkaClientOptions): KafkaClient {
  const kafka = kafkajsConnection(options);
  return {
    connectAdministration: () => kafkajsAdministration(kafka),
    connectSender: () => sender(kafka),
    member: (subscribeOptions, names) =>
      new KafkajsSubscription({ kafka, names, options: subscribeOptions, logger: options.logger }),
  };
}

/**
 * It keeps trying, and its log lines come out as ours. What kafkajs calls an error is mostly one that it mends by itself,
 * such as a coordinator that is still loading after its broker's start.
 */
export function kafkajsConnection({ brokers, clientId, logger }: KafkaClientOptions): Kafka {
  return new Kafka({
    clientId,
    brokers: [...brokers],
    connectionTimeout: retrying.connectTimeoutMs,
    requestTimeout: retrying.requestTimeoutMs,
    retry: { initialRetryTime: retrying.initialMs, maxRetryTime: retrying.maxMs, retries: retrying.retries },
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

async function sender(kafka: Kafka): Promise<KafkaSender> {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    // The one that Kafka's own clients use, so that others who write to our topics find the same partitions.
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  return {
    send: async (records) => {
      const topicMessages = messagesByTopic(records);
      await producer.sendBatch({ acks: -1, compression: CompressionTypes.None, topicMessages });
    },
    close: () => producer.disconnect(),
  };
}

function messagesByTopic(records: readonly KafkaRecord[]): { topic: string; messages: Message[] }[] {
  const messages = new Map<string, Message[]>();
  for (const { topic, key, value, trace } of records) {
    const own = messages.get(topic);
    const message = trace === undefined ? { key, value } : { key, value, headers: { [traceHeader]: trace } };
    if (own === undefined) messages.set(topic, [message]);
    else own.push(message);
  }
  return [...messages].map(([topic, own]) => ({ topic, messages: own }));
}
