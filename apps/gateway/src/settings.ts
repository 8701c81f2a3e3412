import { z } from 'zod';

const wholeNumber = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** What can be set of the gateway service. */
export const GatewaySettings = z.object({
  MQTT_URL: z
    .url({ protocol: /^(mqtt|mqtts|tcp|ssl|ws|wss)$/ })
    .optional()
    .describe('The MQTT broker to read from, with user name and password. Without it the service runs its own.'),
  MQTT_CLIENT_ID: z
    .string()
    .min(1)
    .max(64)
    .default('homeward-gateway')
    .describe(
      "The name of our session at that broker; each replica needs its own, the same after a restart, since the broker keeps a session's messages for it. Where replicas share messages, each has a second one, with /2 behind its name.",
    ),
  MQTT_SHARED_SUBSCRIPTION: z
    .string()
    .regex(/^[^/+#]+$/, 'expected a name without /, + and #')
    .optional()
    .describe(
      'Under which name replicas share the messages of that broker, and stand in for one that is away; each gets all of them otherwise.',
    ),
  MQTT_PROTOCOL: z.enum(['3.1.1', '5']).default('3.1.1').describe('The version of MQTT to speak with that broker.'),
  MQTT_HOST: z.string().min(1).default('127.0.0.1').describe('The address on which our own broker listens.'),
  MQTT_PORT: wholeNumber(0, 65_535)
    .optional()
    .describe('The port on which our own broker listens. Unless it is set, 1883 or the next free one.'),
  GATEWAY_DATABASE_POOL: wholeNumber(3, 100)
    .default(8)
    .describe('Connections to Postgres that the gateway service may hold at once.'),
  GATEWAY_MAX_PAYLOAD_BYTES: wholeNumber(1024, 1_048_576)
    .default(262_144)
    .describe('A longer message is quarantined unread. Of one eight times as long only the beginning is read.'),
  GATEWAY_CLOCK_AHEAD_SECONDS: wholeNumber(0, 86_400)
    .default(120)
    .describe("How far a device's clock may run ahead of ours before its readings are quarantined."),
  GATEWAY_OLDEST_READING_DAYS: wholeNumber(1, 3650)
    .default(30)
    .describe('How long ago a reading may have been taken. Message ids are remembered for a day longer.'),
  GATEWAY_NEWS_WAIT_MILLISECONDS: wholeNumber(0, 30_000)
    .default(2000)
    .describe('How long a message waits for news of its device or gateway before it is quarantined.'),
  GATEWAY_BATCH_MESSAGES: wholeNumber(1, 10_000)
    .default(1000)
    .describe('The most messages that are published together.'),
  GATEWAY_IN_FLIGHT_MESSAGES: wholeNumber(1, 1_000_000)
    .default(65_535)
    .describe('Messages that may be in hand before connections are read no further.'),
  GATEWAY_MESSAGES_PER_SECOND: wholeNumber(1, 1_000_000)
    .default(500)
    .describe('Messages of one gateway that each process takes a second, after a burst; faster ones are slowed.'),
  GATEWAY_BURST_MESSAGES: wholeNumber(1, 100_000_000)
    .default(20_000)
    .describe('Messages that one gateway may send at once, as after a night away, before it is slowed.'),
  GATEWAY_BYTES_PER_SECOND: wholeNumber(1024, 1_073_741_824)
    .default(1_048_576)
    .describe('Bytes of one gateway that each process takes a second, after a burst; faster ones are slowed.'),
  GATEWAY_BURST_BYTES: wholeNumber(1024, 1_099_511_627_776)
    .default(33_554_432)
    .describe('Bytes that one gateway may send at once before it is slowed.'),
  GATEWAY_UNREADABLE_PER_SECOND: wholeNumber(1, 1_000_000)
    .default(1)
    .describe(
      'Messages of one gateway without a readable message id that are kept and answered a second, after a burst; more are counted. One counts for each 16 kB.',
    ),
  GATEWAY_BURST_UNREADABLE: wholeNumber(1, 1_000_000)
    .default(500)
    .describe('Messages of one gateway without a readable message id that are kept and answered at once.'),
  GATEWAY_DAILY_MESSAGES: wholeNumber(1, 1_000_000_000)
    .default(5_000_000)
    .describe('Messages of one gateway that all replicas together take in a day by UTC; more are refused.'),
  GATEWAY_DAILY_BYTES: wholeNumber(1024, 1_099_511_627_776)
    .default(4_294_967_296)
    .describe('Bytes of one gateway that all replicas together take in a day by UTC; more are refused.'),
  GATEWAY_DAILY_QUARANTINED: wholeNumber(1, 100_000_000)
    .default(20_000)
    .describe(
      'Messages of one gateway that are quarantined with their content in a day; more are answered and not kept.',
    ),
});
export type GatewaySettings = z.infer<typeof GatewaySettings>;
