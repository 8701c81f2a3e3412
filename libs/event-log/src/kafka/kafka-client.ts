import type { Logger } from 'pino';
import type { SubscribeOptions, Subscription } from '../event-log.ts';
import type { KafkaNames } from './kafka-names.ts';

/** What may speak to Kafka for the log: both put a key on the same partition, and may share a group. */
export type KafkaClientName = 'kafkajs' | 'platformatic';

/** What a client of Kafka needs to know. */
export interface KafkaClientOptions {
  /** `host:port` of at least one broker. */
  readonly brokers: readonly string[];
  /** How this process is called in the brokers' own logs. */
  readonly clientId: string;
  readonly logger: Logger | undefined;
}

/** What the log asks of a library that speaks Kafka's protocol. Topics and groups are called as on Kafka. */
export interface KafkaClient {
  connectAdministration(): Promise<KafkaAdministration>;
  connectSender(): Promise<KafkaSender>;
  /** One member of a group; it joins when it is started. */
  member(options: SubscribeOptions, names: KafkaNames): KafkaMember;
}

export interface KafkaSender {
  /**
   * Resolves once all replicas have the records, each of which Kafka took once. After a rejection the sender is to be
   * closed: its sequence numbers may no longer be the broker's.
   */
  send(records: readonly KafkaRecord[]): Promise<void>;
  close(): Promise<void>;
}

export interface KafkaRecord {
  readonly topic: string;
  readonly key: string;
  readonly value: string | null;
  /** Carried in the header `traceparent`. */
  readonly trace?: string | undefined;
}

/** The header that says which trace a record belongs to, as the W3C calls it. */
export const traceHeader = 'traceparent';

export interface KafkaMember extends Subscription {
  /** Joins the group; resolves once this member has been given its partitions. */
  start(): Promise<void>;
}

export interface NewTopic {
  readonly topic: string;
  readonly partitions: number;
  readonly settings: Readonly<Record<string, string>>;
}

/** The oldest position that a partition still has, and the next that it will give. */
export interface PartitionEnds {
  readonly low: bigint;
  readonly high: bigint;
}

export interface KafkaAdministration {
  topicNames(): Promise<readonly string[]>;
  /** Replicated as the brokers are set up to. Rejects if one of them exists. */
  createTopics(topics: readonly NewTopic[]): Promise<void>;
  /** The broker that leads each partition, by topic; below zero where there is none. Rejects for an unknown topic. */
  leaders(topics: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>>;
  /** The position that a group has committed in each partition in which it has, by topic. */
  committed(group: string, topics: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<number, bigint>>>;
  ends(topic: string): Promise<ReadonlyMap<number, PartitionEnds>>;
  /** Resolves if a broker answers. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** How both clients are members of a group; a member of one kind must not outlive the other kind's patience. */
export const membership = {
  /** Progress is written down this often: what a crash brings again is at most what was done meanwhile. */
  commitMs: 500,
  /** A member that says nothing for so long is dead. */
  sessionTimeoutMs: 10_000,
  /** So long the members have to join anew when the group is shared out. */
  rebalanceTimeoutMs: 30_000,
  heartbeatMs: 2_000,
  /** A Kafka that was started a moment ago has no coordinator for groups until it has made the topic they are kept in. */
  coordinatorWithinMs: 60_000,
  /** By this name members agree on how partitions are shared out: kafkajs has it, and members of one group must agree. */
  assigner: 'RoundRobinAssigner',
} as const;

/** How both clients fetch. */
export const fetching = {
  /** Answered at once when there is anything; else after this long. */
  maxWaitMs: 250,
  maxBytesPerPartition: 1_000_000,
  maxBytes: 10_000_000,
} as const;

/** How both clients try again, in milliseconds. */
export const retrying = {
  connectTimeoutMs: 3_000,
  requestTimeoutMs: 30_000,
  initialMs: 100,
  maxMs: 3_000,
  retries: 8,
} as const;
