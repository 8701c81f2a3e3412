import { resolve } from 'node:path';

import { z } from 'zod';

const seconds = (usual: number) => z.coerce.number().min(0.1).max(3600).default(usual);

/** What every way of running Homeward reads; each service has settings of its own beside these. */
export const HomewardSettings = z.object({
  HOMEWARD_HOME: z
    .string()
    .default('.homeward')
    .transform((folder) => resolve(folder))
    .describe('The folder that holds all local state: the database, keys, logs, and run.json.'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('A Postgres server to use instead of the embedded one.'),
  DATABASE_STATEMENT_SECONDS: seconds(30).describe(
    'The longest that one statement of a service may run; migrations are exempt.',
  ),
  DATABASE_LOCK_SECONDS: seconds(10).describe('The longest that a statement of a service may wait for a lock.'),
  DATABASE_IDLE_IN_TRANSACTION_SECONDS: seconds(30).describe(
    'The longest that a transaction may stand open without a statement before its connection is closed.',
  ),
  DATABASE_DISK_MEGABYTES: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe(
      'How large the disk of DATABASE_URL is: Homeward sees the size of its database alone, and says when the rest runs short. Left out, it does not; the embedded one is on a disk that is seen.',
    ),
  DISK_LOW_MEGABYTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(4096)
    .describe(
      'With less left, the disk of the database or of the downtime packs is nearly full, unless DISK_LOW_PERCENT of it is less: /health/ready says so, and what is optional stops.',
    ),
  DISK_LOW_PERCENT: z.coerce
    .number()
    .min(0.1)
    .max(90)
    .default(10)
    .describe('The same in per cent of the disk; the smaller of the two counts.'),
  KAFKA_BROKERS: z
    .string()
    .transform((list) => list.split(/\s*,\s*/u).filter((broker) => broker !== ''))
    .refine((brokers) => brokers.length > 0 && brokers.every((broker) => /^[^:\s/]+:\d{1,5}$/u.test(broker)), {
      error: 'Expected host:port, and commas between several',
    })
    .optional()
    .describe('Kafka brokers (host:port, commas between several) to use as the log instead of Postgres.'),
  KAFKA_CLIENT: z
    .enum(['kafkajs', 'platformatic'])
    .default('kafkajs')
    .describe(
      'What speaks to Kafka: platformatic takes less processor time by itself and some 45 MB more memory. Processes with either may share topics and groups.',
    ),
  LOG_NAMESPACE: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/u, 'Expected 1 to 64 letters, digits, hyphens or underscores')
    .optional()
    .describe('Stands before the names of topics and groups, so that several Homewards can share one Kafka.'),
  CANARY_MQTT_URL: z
    .url({ protocol: /^(mqtt|mqtts|tcp|ssl|ws|wss)$/ })
    .optional()
    .describe(
      'The MQTT broker that this process sends the readings of the canary to, with user name and password. Left out: MQTT_URL, else its own broker; a process that has neither sends none.',
    ),
  RULE_SETS_FOLDER: z
    .string()
    .transform((folder) => resolve(folder))
    .optional()
    .describe(
      'A folder of rule sets of your own (charts and pathways as JSON) beside those that come with Homeward; read again when a file in it changes.',
    ),
  HTTP_HOST: z.string().default('127.0.0.1').describe('The address to serve HTTP on; 0.0.0.0 is all of them.'),
  HTTP_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe('The port to serve HTTP on; 0 is any that is free. Left out: 8080, or the next free one.'),
  HTTP_TLS_CERT_FILE: z
    .string()
    .optional()
    .describe(
      'A PEM file with the certificate, and those between it and its authority, to serve HTTPS with (HTTP/2, and HTTP/1.1 for who has no other); goes with HTTP_TLS_KEY_FILE. Set PUBLIC_URL to the name that it certifies; of an authority of your own, Node has to know as well (NODE_EXTRA_CA_CERTS). Left out, HTTP is served.',
    ),
  HTTP_TLS_KEY_FILE: z.string().optional().describe('The PEM file with the private key of HTTP_TLS_CERT_FILE.'),
  TOKEN_KEY: z
    .string()
    .optional()
    .describe('Signs bearer tokens: 256 random bits in base64url. Left out: made once and kept in HOMEWARD_HOME.'),
  HOMEWARD_API_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('The running Homeward that commands speak to. Left out: the one that runs in HOMEWARD_HOME.'),
  HOMEWARD_CLOCK: z
    .enum(['system', 'manual'])
    .default('system')
    .describe('manual: the time stands still until a test sets it by PUT /test/clock. Refused in production.'),
  METRICS_PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .describe('A port of its own for /metrics, on HTTP_HOST without TLS. Left out: the port of everything else.'),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]{16,}$/u, 'Expected at least 16 characters of a bearer token')
    .optional()
    .describe('What Prometheus has to send as a bearer token to read /metrics. Left out: everyone may read it.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/u })
    .optional()
    .describe(
      'Where an OpenTelemetry collector takes traces by OTLP over HTTP as JSON, without /v1/traces. Left out: nothing is traced.',
    ),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.01)
    .describe('How many of the messages that devices send are traced, from the broker to the browser: 1 is all.'),
  NODE_ENV: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['production', 'development', 'test']))
    .optional()
    .describe('production refuses what only tests may do. Upper and lower case are the same.'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .optional()
    .describe('The least level that is logged. Left out: info; on a terminal warn.'),
});
export type HomewardSettings = z.infer<typeof HomewardSettings>;
